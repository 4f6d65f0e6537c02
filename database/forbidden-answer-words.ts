import type { Actor } from '../domain/actor.ts';
import { standardSettings } from '../domain/desk.ts';
import { DeskError } from '../domain/errors.ts';
import { foldTopic } from '../domain/fold.ts';
import { writeAudit } from './audit.ts';
import type { Connection, Database } from './connect.ts';

const NAME = 'forbiddenAnswerWords';
const MOST_WORDS = 1000;
const LONGEST_WORD = 100;

/** Words and phrases that an answer under a platform's review must not hold, as they were given. */
export async function listForbiddenAnswerWords(connection: Connection): Promise<string[]> {
  const row = await connection('settings').where({ name: NAME }).first<{ value: string[] } | undefined>('value');
  return row?.value ?? standardSettings.forbiddenAnswerWords;
}

/**
 * Sets the whole list; a word in two spellings is kept once, in its first.
 * @returns the list as it is kept. @throws DeskError INVALID_INPUT naming the word that cannot be
 */
export async function setForbiddenAnswerWords(
  database: Database,
  change: { words: readonly string[]; actor: Actor; now: string },
): Promise<string[]> {
  const words = tidy(change.words);
  await database.transaction(async (transaction) => {
    await transaction('settings')
      .insert({ name: NAME, value: JSON.stringify(words), updated_at: change.now })
      .onConflict('name')
      .merge();
    await writeAudit(transaction, {
      actor: change.actor,
      action: 'forbidden-words.set',
      subject: NAME,
      data: { words },
      now: change.now,
    });
  });
  return words;
}

function tidy(given: readonly string[]): string[] {
  const words = new Map<string, string>();
  for (const word of given.map((each) => each.replaceAll(/\s+/gu, ' ').trim()).filter((each) => each !== '')) {
    if (!/[\p{L}\p{N}]/u.test(word)) throw new DeskError('INVALID_INPUT', `"${word}" has no letter`);
    if (word.length > LONGEST_WORD)
      throw new DeskError('INVALID_INPUT', `a word has more than ${LONGEST_WORD} letters`);
    if (!words.has(foldTopic(word))) words.set(foldTopic(word), word);
  }
  if (words.size > MOST_WORDS) throw new DeskError('INVALID_INPUT', `the list has more than ${MOST_WORDS} words`);
  return [...words.values()];
}
