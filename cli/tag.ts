import { Command } from 'commander';
import { describeTagOrigin, tagCatalogue } from '../domain/tag-catalogue.ts';
import type { DeskContext } from './context.ts';
import { printList } from './print.ts';
import { verb, withDesk } from './verb.ts';

/** `deskhand tag list`: the tags to choose from, and what gives them to tickets. */
export function tagCommand(): Command {
  const tag = new Command('tag').description('the tags that something gives to tickets');
  verb(tag, 'list', 'each tag and where it comes from').action(withDesk(list));
  return tag;
}

async function list(context: DeskContext): Promise<void> {
  const { listSources } = await import('../database/sources.ts');
  const catalogue = tagCatalogue(await listSources(context.database));
  printList(context, catalogue, {
    json: (entry) => entry,
    columns: [
      { title: 'Tag', of: ({ tag }) => tag },
      { title: 'Comes from', of: ({ tag }) => describeTagOrigin(tag, catalogue), maxCells: 90 },
    ],
    whenEmpty: 'No source gives a tag.',
  });
}
