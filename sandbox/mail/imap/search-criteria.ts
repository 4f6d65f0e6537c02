import type { StoredMail } from '../store/mailbox.ts';
import { byUid, bySequence, type ChosenMail } from './chosen-mails.ts';
import { ImapRefusal } from './command.ts';
import { readSearchDate } from './format.ts';
import { headerFields, headerLength, headerValue } from './mime/header-fields.ts';
import { isSequenceSet } from './sequence-set.ts';
import type { Selection } from './session.ts';
import { textOf, type Token } from './tokens.ts';

export interface Candidate {
  mail: StoredMail;
  sequence: number;
  read: () => Buffer;
}

export type SearchTest = (candidate: Candidate) => boolean;

const dayMilliseconds = 86_400_000;

/** Reads search keys into one test; all must hold. Throws `BAD` for what it does not know. */
export function readSearch(tokens: readonly Token[], selection: Selection): SearchTest {
  const keys = new KeyReader([...tokens], selection);
  const tests: SearchTest[] = [];
  while (keys.remaining > 0) tests.push(keys.next());
  if (tests.length === 0) throw new ImapRefusal('BAD Missing search parameters');
  return (candidate) => tests.every((test) => test(candidate));
}

class KeyReader {
  private readonly tokens: Token[];
  private readonly selection: Selection;

  constructor(tokens: Token[], selection: Selection) {
    this.tokens = tokens;
    this.selection = selection;
  }

  get remaining(): number {
    return this.tokens.length;
  }

  next(): SearchTest {
    const token = this.tokens.shift();
    if (token?.kind === 'list') return readSearch(token.items, this.selection);
    const key = textOf(token).toUpperCase();
    if (isSequenceSet(key)) return oneOf(bySequence(this.selection, key));
    return this.flagKey(key) ?? this.dateKey(key) ?? this.textKey(key) ?? this.otherKey(key);
  }

  private text(): string {
    return textOf(this.tokens.shift());
  }

  private flagKey(key: string): SearchTest | null {
    const [, un, name = ''] = /^(UN)?(SEEN|ANSWERED|FLAGGED|DELETED|DRAFT|KEYWORD)$/.exec(key) ?? [];
    if (name === '') return null;
    const flag = (name === 'KEYWORD' ? this.text() : `\\${name}`).toUpperCase();
    return ({ mail }) => mail.flags.some((each) => each.toUpperCase() === flag) !== Boolean(un);
  }

  private dateKey(key: string): SearchTest | null {
    const [, sent, relation] = /^(SENT)?(SINCE|BEFORE|ON)$/.exec(key) ?? [];
    if (!relation) return null;
    const day = readSearchDate(this.text());
    return (candidate) => {
      const at = sent ? Date.parse(fieldText(candidate, 'date')) : candidate.mail.receivedAt;
      if (relation === 'SINCE') return at >= day;
      return relation === 'BEFORE' ? at < day : at >= day && at < day + dayMilliseconds;
    };
  }

  private textKey(key: string): SearchTest | null {
    if (['FROM', 'TO', 'CC', 'BCC', 'SUBJECT'].includes(key)) return hasField(key, this.text());
    if (key === 'HEADER') return hasField(this.text(), this.text());
    if (key !== 'TEXT' && key !== 'BODY') return null;
    const wanted = this.text().toLowerCase();
    return ({ read }) => {
      const raw = read();
      return raw
        .subarray(key === 'BODY' ? headerLength(raw) : 0)
        .toString('latin1')
        .toLowerCase()
        .includes(wanted);
    };
  }

  private otherKey(key: string): SearchTest {
    if (key === 'ALL') return () => true;
    if (key === 'UID') return oneOf(byUid(this.selection, this.text()));
    if (key === 'NEW') return ({ mail }) => this.selection.recent.has(mail.uid) && !mail.flags.includes('\\Seen');
    if (key === 'RECENT') return ({ mail }) => this.selection.recent.has(mail.uid);
    if (key === 'OLD') return ({ mail }) => !this.selection.recent.has(mail.uid);
    if (key === 'NOT') return negated(this.next());
    if (key === 'OR') return eitherOf(this.next(), this.next());
    if (key === 'LARGER' || key === 'SMALLER') return sizeTest(key, Number(this.text()));
    throw new ImapRefusal(`BAD Unknown search key ${key}`);
  }
}

function oneOf(chosen: readonly ChosenMail[]): SearchTest {
  const uids = new Set(chosen.map((each) => each.uid));
  return ({ mail }) => uids.has(mail.uid);
}

function negated(test: SearchTest): SearchTest {
  return (candidate) => !test(candidate);
}

function eitherOf(first: SearchTest, second: SearchTest): SearchTest {
  return (candidate) => first(candidate) || second(candidate);
}

function sizeTest(key: 'LARGER' | 'SMALLER', bytes: number): SearchTest {
  return ({ mail }) => (key === 'LARGER' ? mail.sizeBytes > bytes : mail.sizeBytes < bytes);
}

/** HEADER with an empty text finds every mail that has the field at all. */
function hasField(name: string, text: string): SearchTest {
  return (candidate) => {
    const value = fieldText(candidate, name.toLowerCase(), '\0');
    return value !== '\0' && value.toLowerCase().includes(text.toLowerCase());
  };
}

function fieldText({ read }: Candidate, name: string, otherwise = ''): string {
  const raw = read();
  return headerValue(headerFields(raw.subarray(0, headerLength(raw))), name) ?? otherwise;
}
