import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import type { PlatformItem } from '../../domain/platform/platform-item.ts';
import type { PlatformWrite } from '../../domain/platform/platform-write.ts';
import type { EdgePage } from './graph-pages.ts';
import { isThatReply } from './is-that-reply.ts';

/**
 * The reply that became of a write; null when it is surely not there. One that cannot be read may be it: it would be sent
 * twice.
 *
 * @throws PlatformFault
 */
export async function findReply(
  replies: AsyncIterable<EdgePage>,
  { read, write }: { read: (reply: unknown) => PlatformItem | null; write: PlatformWrite },
): Promise<PlatformItem | null> {
  let isReadable = true;
  for await (const { data } of replies)
    for (const reply of data) {
      const item = read(reply);
      if (item && isThatReply(item, write)) return item;
      isReadable &&= item !== null;
    }
  if (isReadable) return null;
  throw new PlatformFault('PLATFORM_UNREADABLE', 'some of the replies cannot be read', { effect: 'retry' });
}
