import type { PlatformItem } from '../../domain/platform/platform-item.ts';
import type { PlatformWrite } from '../../domain/platform/platform-write.ts';

/** Clocks differ, and the platform cuts moments to seconds. */
const CLOCK_TOLERANCE_MILLISECONDS = 60_000;

/** Whether a reply that stands at the platform is what became of this write, and of no other. */
export function isThatReply(item: PlatformItem, { text, plannedAt, takenIds }: PlatformWrite): boolean {
  const isNew = Date.parse(item.writtenAt) >= Date.parse(plannedAt) - CLOCK_TOLERANCE_MILLISECONDS;
  return item.isOwn && isNew && !takenIds.includes(item.id) && plain(item.text) === plain(text ?? '');
}

/** White space and the spelling of letters may be changed on the way. */
function plain(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
}
