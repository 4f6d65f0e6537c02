import { appendFileSync, readFileSync } from 'node:fs';
import { writeWhole } from '../../platform/write-whole.ts';

export interface IndexedMail {
  uid: number;
  flags: string[];
  receivedAt: number;
  sizeBytes: number;
}

export interface MailIndexContent {
  uidValidity: number;
  uidNext: number;
  mails: IndexedMail[];
}

type Line = Partial<IndexedMail> & { uidValidity?: number; uidNext?: number; gone?: number[] };

/**
 * The index of one mailbox: one JSON line for each change, appended; a later line about a uid replaces the earlier.
 * A line torn by a kill is ignored, and the whole is written afresh when it is opened.
 */
export class MailIndex {
  private readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  create(content: MailIndexContent): void {
    const lines: Line[] = [{ uidValidity: content.uidValidity, uidNext: content.uidNext }, ...content.mails];
    writeWhole(this.path, lines.map(toLine).join(''));
  }

  open(): MailIndexContent {
    const content = replay(readFileSync(this.path, 'utf8'));
    this.create(content);
    return content;
  }

  save(mails: readonly IndexedMail[]): void {
    if (mails.length > 0) appendFileSync(this.path, mails.map(toLine).join(''));
  }

  remove(uids: readonly number[]): void {
    if (uids.length > 0) appendFileSync(this.path, toLine({ gone: [...uids] }));
  }
}

function toLine(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}

function replay(text: string): MailIndexContent {
  const mails = new Map<number, IndexedMail>();
  let uidValidity = 0;
  let uidNext = 1;
  for (const line of text.split('\n').map(parseLine)) {
    if (line.uidValidity) uidValidity = line.uidValidity;
    if (line.uidNext) uidNext = Math.max(uidNext, line.uidNext);
    for (const uid of line.gone ?? []) mails.delete(uid);
    if (!line.uid) continue;
    mails.set(line.uid, line as IndexedMail);
    uidNext = Math.max(uidNext, line.uid + 1);
  }
  return { uidValidity, uidNext, mails: [...mails.values()].sort((a, b) => a.uid - b.uid) };
}

function parseLine(text: string): Line {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return {};
  }
}
