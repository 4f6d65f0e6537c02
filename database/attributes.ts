import type { Actor } from '../domain/actor.ts';
import {
  attributeTypes,
  checkAttributeValue,
  type AttributeDefinition,
  type AttributeType,
  type AttributeValue,
} from '../domain/attribute.ts';
import { DeskError } from '../domain/errors.ts';
import { fold } from '../domain/fold.ts';
import { writeAudit } from './audit.ts';
import { checkValuesFit, noteValues, stripValues } from './attribute-values.ts';
import type { Connection, Database } from './connect.ts';
import { freeName, pickNamed } from './named-row.ts';
import { newId } from './new-id.ts';

export async function listAttributes(connection: Connection): Promise<AttributeDefinition[]> {
  return connection('attribute_definitions')
    .orderBy('name_folded')
    .select<AttributeDefinition[]>('id', 'name', 'type', 'choices');
}

/** @throws DeskError NOT_FOUND telling the names there are */
export async function findAttribute(connection: Connection, idOrName: string): Promise<AttributeDefinition> {
  return pickNamed(await listAttributes(connection), 'attribute', idOrName);
}

export interface AttributeSave {
  /** Null for a new one. */
  id: string | null;
  name: string;
  type: AttributeType;
  choices: string[];
  actor: Actor;
  now: string;
}

/**
 * @returns the id
 * @throws DeskError INVALID_INPUT; REFUSED when contacts have values that would not fit any more
 */
export async function saveAttribute(database: Database, save: AttributeSave): Promise<string> {
  const { type, actor, now } = save;
  const choices = choicesOf(save);
  return database.transaction(async (transaction) => {
    const known = save.id === null ? null : await findAttribute(transaction, save.id);
    const id = known?.id ?? newId();
    const named = await freeName(transaction, {
      table: 'attribute_definitions',
      noun: 'attribute',
      id,
      name: save.name,
    });
    if (known) await checkValuesFit(transaction, known, { type, choices });
    const row = { ...named, type, choices };
    if (known) await transaction('attribute_definitions').where({ id }).update(row);
    else await transaction('attribute_definitions').insert({ id, ...row, created_at: now });
    const data = { name: named.name, type };
    await writeAudit(transaction, { actor, action: 'attribute.saved', subject: id, data, now });
    return id;
  });
}

function choicesOf({ name, type, choices }: AttributeSave): string[] {
  if (!attributeTypes.includes(type))
    throw new DeskError('INVALID_INPUT', `type of ${name} is ${type}; it must be one of ${attributeTypes.join(', ')}`);
  const given = choices.map((choice) => choice.trim()).filter(Boolean);
  const unlike = [...new Map(given.map((choice) => [fold(choice), choice])).values()];
  if (type === 'choice' && unlike.length < 2) throw new DeskError('INVALID_INPUT', `${name} needs two choices or more`);
  if (type !== 'choice' && unlike.length > 0)
    throw new DeskError('INVALID_INPUT', `${name} is a ${type} and has no choices`);
  return unlike;
}

/** Takes a definition away, and what was noted by it. @throws DeskError NOT_FOUND */
export async function removeAttribute(
  database: Database,
  change: { id: string; actor: Actor; now: string },
): Promise<void> {
  const { actor, now } = change;
  const { id, name } = await findAttribute(database, change.id);
  while ((await stripValues(database, id)) > 0);
  await database.transaction(async (transaction) => {
    await stripValues(transaction, id);
    await transaction('attribute_definitions').where({ id }).delete();
    await writeAudit(transaction, { actor, action: 'attribute.removed', subject: id, data: { name }, now });
  });
}

/**
 * Notes of a contact what a web site signed or a visitor told: only under names that are defined, and only what fits.
 * @returns the names that were noted
 */
export async function applyAttributes(
  transaction: Connection,
  contactId: string,
  given: Readonly<Record<string, unknown>>,
): Promise<string[]> {
  if (Object.keys(given).length === 0) return [];
  const definitions = await listAttributes(transaction);
  const noted: [AttributeDefinition, AttributeValue][] = [];
  for (const [name, value] of Object.entries(given)) {
    const definition = definitions.find((one) => fold(one.name) === fold(name.trim()));
    const checked = definition && checkAttributeValue(definition, value);
    if (definition && checked && 'value' in checked) noted.push([definition, checked.value]);
  }
  await noteValues(transaction, contactId, noted);
  return noted.map(([{ name }]) => name);
}

/** The same as somebody typed it: null takes a value away. @throws DeskError NOT_FOUND, INVALID_INPUT naming the attribute */
export async function setAttributes(
  transaction: Connection,
  contactId: string,
  given: Readonly<Record<string, AttributeValue | null>>,
): Promise<void> {
  if (Object.keys(given).length === 0) return;
  const definitions = await listAttributes(transaction);
  const noted: [AttributeDefinition, AttributeValue | null][] = [];
  for (const [name, value] of Object.entries(given)) {
    const definition = pickNamed(definitions, 'attribute', name);
    if (value === null) {
      noted.push([definition, null]);
      continue;
    }
    const checked = checkAttributeValue(definition, value);
    if ('problem' in checked) throw new DeskError('INVALID_INPUT', checked.problem);
    noted.push([definition, checked.value]);
  }
  await noteValues(transaction, contactId, noted);
}
