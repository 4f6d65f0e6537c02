import { isUnknownObject } from '../graph/graph-fault.ts';
import { commentSpellings } from './comment-id.ts';

/**
 * Calls a comment by its names until one is known. A write that is refused for an unknown name has not happened.
 * @throws PlatformFault of the last name
 */
export async function withSpelling<Answer>(
  { itemId, placeId }: { itemId: string; placeId: string | null },
  act: (commentId: string) => Promise<Answer>,
): Promise<Answer> {
  const names = commentSpellings(itemId, placeId);
  for (const name of names.slice(0, -1))
    try {
      return await act(name);
    } catch (fault) {
      if (!isUnknownObject(fault)) throw fault;
    }
  return act(names.at(-1) ?? itemId);
}
