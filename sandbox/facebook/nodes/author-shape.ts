import { chooseFields, type FieldChoice, type NodeShape } from '../../graph/choose-fields.ts';
import { type Author, visibleAuthor } from '../author.ts';
import type { FacebookWorld } from '../facebook-world.ts';

const shape: NodeShape<Author> = { defaults: ['id', 'name'], fields: { name: ({ name }) => name } };

/** The value of `from` or `from{id,name}`; undefined leaves it out. */
export function authorField(world: FacebookWorld, authorId: string, { inner }: FieldChoice): object | undefined {
  const author = visibleAuthor(world, authorId);
  return author && chooseFields(author, shape, inner);
}
