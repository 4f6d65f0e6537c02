import { channels, type Channel } from './channel.ts';
import { DeskError } from './errors.ts';
import { fold } from './fold.ts';
import { categories, type Category } from './ticket.ts';

/**
 * The one filter grammar of screens and typed commands: words and "quoted phrases" search text, `field:value` filters,
 * a leading `-` negates. Values may be quoted: `assigned:"Ayşe Yılmaz"`.
 */
export interface Filter {
  /** As it was typed. */
  text: string;
  terms: FilterTerm[];
}

export type FilterTerm = { isNegated: boolean } & FilterMatter;

type FilterMatter =
  | { field: 'words'; text: string; isPhrase: boolean }
  | { field: 'status' | 'source' | 'tag' | 'priority' | 'assigned' | 'contact'; name: string }
  | { field: 'category'; category: Category }
  | { field: 'channel'; channel: Channel }
  | { field: 'is'; state: FilterState }
  | { field: 'older' | 'newer'; moment: FilterMoment }
  | { field: 'number'; number: number };

/** A time so many seconds ago, or a date or time as typed (ISO; without a zone it is local time). */
export type FilterMoment = { secondsAgo: number } | { at: string };

export const filterStates = [
  'archived',
  'deleted',
  'draft',
  'snoozed',
  'trouble',
  'assigned',
  'unassigned',
  ...categories,
] as const;
export type FilterState = (typeof filterStates)[number];

/** Every field of the grammar with an example of its value, for help and completion. */
export const filterFields = {
  status: 'Pending',
  category: 'open',
  channel: 'email',
  source: '"Support mail"',
  tag: 'refund',
  priority: 'high',
  assigned: 'me, none or a name',
  contact: 'ayse@example.com',
  is: filterStates.join(', '),
  older: '3d or 2026-11-01',
  newer: '2h',
  number: '1042',
} as const;

type Field = keyof typeof filterFields;

const longestFilter = 1000;
const mostTerms = 40;
const secondsOf: Record<string, number> = { m: 60, h: 3600, d: 86_400, w: 604_800 };

/** @throws DeskError USAGE naming the part that is wrong */
export function parseFilter(text: string): Filter {
  if (text.length > longestFilter) throw wrong(`the filter is longer than ${longestFilter} characters`);
  if (/\p{Cc}/u.test(text)) throw wrong('the filter holds a control character');
  const terms = splitTerms(text).map(parseTerm);
  if (terms.length > mostTerms) throw wrong(`the filter has more than ${mostTerms} parts`);
  return { text: text.trim(), terms };
}

interface RawTerm {
  isNegated: boolean;
  field: string | null;
  value: string;
  isQuoted: boolean;
  /** As typed, for the error that names it. */
  typed: string;
}

/** Reads one term after another; each pattern is anchored and linear. */
function splitTerms(text: string): RawTerm[] {
  const pattern = /\s*(-?)(?:([\p{L}]+):(?!\/\/))?(?:"([^"]*)("?)|([^\s"]*))/uy;
  const terms: RawTerm[] = [];
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const found = pattern.exec(text);
    const typed = found?.[0].trim() ?? '';
    if (!found || pattern.lastIndex === start) break;
    if (typed === '') continue;
    const [, minus, field, quoted, closing, bare] = found;
    if (quoted !== undefined && closing === '') throw wrong(`the quote of ${typed} is not closed`);
    terms.push({
      isNegated: minus === '-',
      field: field === undefined ? null : fold(field),
      value: quoted ?? bare ?? '',
      isQuoted: quoted !== undefined,
      typed,
    });
  }
  return terms;
}

function parseTerm(raw: RawTerm): FilterTerm {
  if (raw.field === null) return parseWords(raw);
  if (!isField(raw.field)) {
    throw wrong(
      `there is no filter ${raw.field}: (in ${raw.typed}); there are ${Object.keys(filterFields).join(', ')}`,
    );
  }
  const value = raw.value.trim();
  if (value === '') throw wrong(`${raw.typed} has no value; try ${raw.field}:${filterFields[raw.field]}`);
  return { isNegated: raw.isNegated, ...parseValue(raw.field, value) };
}

function isField(name: string): name is Field {
  return Object.hasOwn(filterFields, name);
}

function parseWords(raw: RawTerm): FilterTerm {
  const numbered = /^#(\d{1,12})$/.exec(raw.value);
  if (numbered) return { isNegated: raw.isNegated, field: 'number', number: Number(numbered[1]) };
  if (!/[\p{L}\p{N}]/u.test(raw.value)) throw wrong(`${raw.typed} has no letter or digit to search for`);
  return { isNegated: raw.isNegated, field: 'words', text: raw.value, isPhrase: raw.isQuoted };
}

function parseValue(field: Field, value: string): FilterMatter {
  switch (field) {
    case 'category':
      return { field, category: oneOf(field, value, categories) };
    case 'channel':
      return { field, channel: oneOf(field, value, channels) };
    case 'is':
      return { field, state: oneOf(field, value, filterStates) };
    case 'older':
    case 'newer':
      return { field, moment: parseMoment(field, value) };
    case 'number': {
      const digits = /^#?(\d{1,12})$/.exec(value);
      if (!digits) throw wrong(`number:${value} is no ticket number`);
      return { field, number: Number(digits[1]) };
    }
    default:
      return { field, name: value };
  }
}

function oneOf<Value extends string>(field: Field, value: string, allowed: readonly Value[]): Value {
  const found = allowed.find((candidate) => candidate === fold(value));
  if (found === undefined) throw wrong(`${field}:${value} is not known; there are ${allowed.join(', ')}`);
  return found;
}

function parseMoment(field: Field, value: string): FilterMoment {
  const ago = /^(\d{1,4})([mhdw])$/.exec(fold(value));
  if (ago) return { secondsAgo: Number(ago[1]) * (secondsOf[ago[2] ?? ''] ?? 0) };
  const isDate = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?$/i.test(value);
  if (isDate && !Number.isNaN(Date.parse(value))) return { at: value.length === 10 ? `${value}T00:00:00` : value };
  throw wrong(`${field}:${value} is no time; try ${field}:${filterFields[field]}`);
}

function wrong(message: string): DeskError {
  return new DeskError('USAGE', message);
}
