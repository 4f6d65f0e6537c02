import { Command } from 'commander';
import { describeTagOrigin } from '../domain/tag-catalogue.ts';
import type { DeskContext } from './context.ts';
import { printList } from './print.ts';
import { verb, withDesk } from './verb.ts';

/** `deskhand tag list`: the tags to choose from, and what gives them to tickets. */
export function tagCommand(): Command {
  const tag = new Command('tag').description('the tags that something gives to tickets');
  verb(tag, 'list', 'each tag or topic and where it comes from').action(withDesk(list));
  return tag;
}

async function list(context: DeskContext): Promise<void> {
  const { loadTagCatalogue } = await import('../database/tag-catalogue.ts');
  const catalogue = await loadTagCatalogue(context.database);
  printList(context, catalogue, {
    json: (entry) => entry,
    columns: [
      { title: 'Tag', of: ({ tag }) => tag },
      { title: 'Comes from', of: ({ tag }) => describeTagOrigin(tag, catalogue), maxCells: 90 },
    ],
    whenEmpty: 'No source, form or chatbot gives a tag.',
  });
}
