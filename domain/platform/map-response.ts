import { isAddress } from '../mail/is-address.ts';
import type { PushedAnswer, PushedResponse } from './platform-item.ts';
import type { MappedResponse, PushedMapping } from './pushed-form.ts';

const LONGEST_SUBJECT = 200;
const LONGEST_TAG = 100;
/** What is longer is no number, and more than a contact is known by. */
const LONGEST_PHONE = 100;

/** A response as a ticket would have it; what the owner mapped goes before what the sender itself says is what. */
export function mapResponse(
  { answers, told }: Pick<PushedResponse, 'answers' | 'told'>,
  { mapping, formName }: { mapping: PushedMapping; formName: string },
): MappedResponse & { words: string } {
  const answerTo = (key: string | undefined) =>
    (key && answers.find((answer) => answer.key === key)?.value.trim()) || null;
  const [name, email, phone] = (['name', 'email', 'phone'] as const).map(
    (field) => answerTo(mapping[field]) ?? (told[field]?.trim() || null),
  ) as [string | null, string | null, string | null];
  const tags = [...(mapping.tags ?? []).flatMap((key) => choicesOf(answerTo(key))), ...(told.tags ?? [])];
  const text = answers.map(answerLine).join('\n') || formName;
  const address = email && isAddress(email) ? email : null;
  const number = phone && phone.length <= LONGEST_PHONE ? phone : null;
  return {
    subject: oneLine(answerTo(mapping.subject) ?? told.subject ?? '') || oneLine(formName),
    name,
    email: address,
    phone: number,
    tags: [...new Set(tags.map((tag) => tag.trim().slice(0, LONGEST_TAG)).filter(Boolean))],
    text,
    words: ownWords(answers) ?? text,
    draftReason: address ? null : draftReason(email, number),
  };
}

/** Several choices are joined by a comma and a space. */
function choicesOf(value: string | null): string[] {
  return value?.split(', ') ?? [];
}

function answerLine({ label, value }: PushedAnswer): string {
  return `${oneLine(label)}: ${value.includes('\n') ? `\n${value}` : value}`;
}

/** The customer's own words: the longest answer in a text of several lines; null where none asks for one. */
function ownWords(answers: readonly PushedAnswer[]): string | null {
  const blocks = answers.filter(({ type }) => /long_?text|textarea/i.test(type)).map(({ value }) => value);
  return blocks.toSorted((one, other) => other.length - one.length)[0] || null;
}

function draftReason(email: string | null, phone: string | null): string {
  const why = email ? 'what was given as one is none' : 'the form gave none';
  return `no e-mail address: ${why}${phone ? ', but there is a phone number' : ''}`;
}

function oneLine(text: string): string {
  const letters = Array.from(text.replaceAll(/\s+/g, ' ').trim());
  return letters.length > LONGEST_SUBJECT ? `${letters.slice(0, LONGEST_SUBJECT - 1).join('')}…` : letters.join('');
}
