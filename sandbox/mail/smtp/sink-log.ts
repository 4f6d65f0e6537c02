import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../platform/write-whole.ts';
import { decodedHeader } from './decoded-header.ts';

/** One mail the server took responsibility for. */
export interface SinkEntry {
  number: number;
  mailFrom: string;
  recipients: string[];
  messageId: string | null;
  subject: string | null;
  sizeBytes: number;
  sha256: string;
  acceptedAt: string;
  /** Whether the client was told: false when a fault cut the connection after the mail was kept. */
  answered: boolean;
  /** The mail as it came, below the sandbox's folder. */
  file: string;
}

export interface SinkMail {
  raw: Buffer;
  mailFrom: string;
  recipients: string[];
  answered: boolean;
}

/** The append-only record of every mail accepted by SMTP, in `sink.jsonl`: what tests count on the far side. */
export class SinkLog {
  private readonly directory: string;
  private readonly log: string;
  private readonly kept: SinkEntry[];

  constructor(directory: string) {
    this.directory = directory;
    this.log = join(directory, 'sink.jsonl');
    mkdirSync(join(directory, 'sink'), { recursive: true });
    this.kept = existsSync(this.log) ? readWholeLines(this.log) : [];
  }

  get entries(): readonly SinkEntry[] {
    return this.kept;
  }

  add({ raw, mailFrom, recipients, answered }: SinkMail): SinkEntry {
    const number = (this.kept.at(-1)?.number ?? 0) + 1;
    const entry: SinkEntry = {
      number,
      mailFrom,
      recipients,
      messageId: decodedHeader(raw, 'message-id'),
      subject: decodedHeader(raw, 'subject'),
      sizeBytes: raw.length,
      sha256: createHash('sha256').update(raw).digest('hex'),
      acceptedAt: new Date().toISOString(),
      answered,
      file: join('sink', `${number}.eml`),
    };
    writeWhole(join(this.directory, entry.file), raw);
    appendFileSync(this.log, `${JSON.stringify(entry)}\n`);
    this.kept.push(entry);
    return entry;
  }
}

/** A line torn by a kill was never answered with 250: its mail comes again. It is cut off so that the next is whole. */
function readWholeLines(path: string): SinkEntry[] {
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) writeWhole(path, whole);
  return whole
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as SinkEntry);
}
