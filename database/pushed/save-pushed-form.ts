import type { Actor } from '../../domain/actor.ts';
import { DeskError } from '../../domain/errors.ts';
import { foldTopic } from '../../domain/fold.ts';
import { mappedFields, type PushedMapping } from '../../domain/platform/pushed-form.ts';
import { storableText } from '../../domain/storable-text.ts';
import { writeAudit } from '../audit.ts';
import type { Database } from '../connect.ts';
import { toJson } from '../write-together.ts';

const LONGEST_TAG = 100;

export interface PushedFormSave {
  id: string;
  /** Whether new responses become tickets. */
  isRedirected: boolean;
  mapping: PushedMapping;
  tags: string[];
  actor: Actor;
  now: string;
}

/** Saves what becomes of a form's responses from now on. @throws DeskError NOT_FOUND, INVALID_INPUT */
export async function savePushedForm(database: Database, save: PushedFormSave): Promise<void> {
  const { id, isRedirected, actor, now } = save;
  const tags = save.tags.map((tag) => storableText(tag).trim()).filter(Boolean);
  const long = tags.find((tag) => tag.length > LONGEST_TAG);
  if (long) throw new DeskError('INVALID_INPUT', `a tag has ${LONGEST_TAG} letters at most: ${long.slice(0, 40)}...`);
  if (new Set(tags.map(foldTopic)).size < tags.length) throw new DeskError('INVALID_INPUT', 'a tag is named twice');
  await database.transaction(async (transaction) => {
    const saved = await transaction('pushed_forms')
      .where({ id })
      .update({ is_redirected: isRedirected, mapping: toJson(mappingOf(save.mapping)), tags });
    if (saved === 0) throw new DeskError('NOT_FOUND', `there is no form ${id}`);
    await writeAudit(transaction, { actor, action: 'pushed-form.saved', subject: id, data: { isRedirected }, now });
  });
}

/** Only what a mapping has; empty choices are none. */
function mappingOf(given: PushedMapping): PushedMapping {
  const chosen = mappedFields.flatMap((field) => (given[field] ? [[field, given[field]]] : []));
  const tags = (given.tags ?? []).filter(Boolean);
  return { ...Object.fromEntries(chosen), ...(tags.length > 0 ? { tags } : {}) };
}
