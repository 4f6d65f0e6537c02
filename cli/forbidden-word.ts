import { Command } from 'commander';
import { DeskError } from '../domain/errors.ts';
import { foldTopic } from '../domain/fold.ts';
import type { DeskContext } from './context.ts';
import { printAnswer, printList } from './print.ts';
import { verb, withDesk } from './verb.ts';

/** `deskhand forbidden-word …`: what an answer under a platform's review must not hold. */
export function forbiddenWordCommand(): Command {
  const word = new Command('forbidden-word').description('words that answers under a platform’s review must not hold');
  verb(word, 'list', 'all of them').action(withDesk(list));
  verb(word, 'add <words...>', 'refuse answers with these before they are sent; quote a phrase').action(withDesk(add));
  verb(word, 'remove <words...>', 'take them off the list').action(withDesk(remove));
  return word;
}

async function list(context: DeskContext): Promise<void> {
  const { listForbiddenAnswerWords } = await import('../database/forbidden-answer-words.ts');
  printList(context, await listForbiddenAnswerWords(context.database), {
    json: (word) => ({ word }),
    columns: [{ title: 'Word', of: (word) => word, maxCells: 100 }],
    whenEmpty: 'No forbidden word.',
  });
}

async function add(context: DeskContext, words: string[]): Promise<void> {
  await change(context, (known) => [...known, ...words]);
}

async function remove(context: DeskContext, words: string[]): Promise<void> {
  await change(context, (known) => {
    const unknown = words.find((word) => !known.some((each) => foldTopic(each) === foldTopic(word)));
    if (unknown !== undefined) throw new DeskError('NOT_FOUND', `${unknown} is not on the list`);
    return known.filter((each) => !words.some((word) => foldTopic(each) === foldTopic(word)));
  });
}

async function change(context: DeskContext, decide: (known: string[]) => string[]): Promise<void> {
  const { listForbiddenAnswerWords, setForbiddenAnswerWords } = await import('../database/forbidden-answer-words.ts');
  const wanted = decide(await listForbiddenAnswerWords(context.database));
  const now = new Date().toISOString();
  const words = await setForbiddenAnswerWords(context.database, { words: wanted, actor: await context.owner(), now });
  const count = words.length === 1 ? '1 word' : `${words.length} words`;
  printAnswer(context, { words }, `Answers under review must not hold ${count} now.`);
}
