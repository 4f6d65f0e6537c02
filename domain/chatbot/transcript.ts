import { localDateTime } from '../mail/local-date-time.ts';
import type { Language } from './flow.ts';

export interface TranscriptLine {
  author: 'visitor' | 'bot' | 'representative';
  authorName: string | null;
  text: string;
  /** ISO. */
  at: string;
}

const names: Record<Language, Record<TranscriptLine['author'], string>> = {
  en: { visitor: 'Visitor', bot: 'Bot', representative: 'Representative' },
  tr: { visitor: 'Ziyaretçi', bot: 'Bot', representative: 'Temsilci' },
};

/**
 * A talk as a ticket keeps it: `14:03 Visitor: …`, with the day before the first line of each. Further lines of one text
 * are indented, so that nobody can write a line in another's name.
 */
export function transcript(
  lines: readonly TranscriptLine[],
  { language, timeZone }: { language: Language; timeZone: string },
): string {
  let lastDay = '';
  return lines
    .flatMap(({ author, authorName, text, at }) => {
      const [day = '', time = '', ...zone] = localDateTime(Date.parse(at), timeZone).split(' ');
      const heading = day === lastDay ? [] : [`${day} ${zone.join(' ')}`];
      lastDay = day;
      const name = author === 'representative' && authorName ? authorName : names[language][author];
      return [...heading, `${time} ${name}: ${text.replaceAll(/\r\n|[\n\r\u2028\u2029]/gu, '\n    ')}`];
    })
    .join('\n');
}
