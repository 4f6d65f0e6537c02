import type { FacebookWorld } from './facebook-world.ts';

export interface Author {
  id: string;
  name: string;
}

/** Who wrote something, or undefined when privacy leaves it out. The Page itself is always named. */
export function visibleAuthor({ store, faults }: FacebookWorld, authorId: string): Author | undefined {
  const isPage = store.page(authorId) !== undefined;
  const person = store.state.people.find(({ id }) => id === authorId);
  if (!isPage && (faults.now.withoutFrom || person?.isPrivate)) return undefined;
  return { id: authorId, name: store.nameOf(authorId) };
}
