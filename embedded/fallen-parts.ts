import { readPartStatuses, type PartStatus } from './part-status.ts';

/** A part is back within a second; so long it is told, for somebody to see it. */
const TOLD_SECONDS = 6;

const titles: Record<string, string> = {
  postgres: 'PostgreSQL',
  temporal: 'Temporal',
  worker: 'Worker',
  intake: 'Intake',
  'sandbox-mail': 'Sample mail',
  'sandbox-instagram': 'Sample Instagram',
  'sandbox-facebook': 'Sample Facebook',
  'sandbox-trendyol': 'Sample Trendyol',
  'sandbox-forms': 'Sample forms',
};

/** A part that ended by itself: what it is, what became of it, since when (ISO time). */
interface FallenPart {
  what: string;
  words: string;
  since: string;
}

/** The parts of the desk that runs from `home` which ended by themselves and are away, or were a moment ago. */
export function fallenParts(home: string, now = Date.now()): FallenPart[] {
  return readPartStatuses(home).flatMap((status) => {
    const what = titles[status.name] ?? status.name;
    const words = wordsOf(status, now);
    return words ? [{ what, words, since: status.since }] : [];
  });
}

function wordsOf({ state, since, restarts, trouble }: PartStatus, now: number): string | null {
  if (state === 'restarting') return `${trouble ?? 'it ended'}; it is started again`;
  const isFresh = now - Date.parse(since) < TOLD_SECONDS * 1000;
  return state === 'running' && restarts > 0 && isFresh ? `${trouble ?? 'it ended'}; it was started again` : null;
}
