import { fold } from './fold.ts';

export const attributeTypes = ['text', 'number', 'yes-no', 'date', 'choice'] as const;
export type AttributeType = (typeof attributeTypes)[number];

/** What the desk owner wants noted of contacts. */
export interface AttributeDefinition {
  id: string;
  name: string;
  type: AttributeType;
  /** Of the type choice; else none. */
  choices: string[];
}

/** Text, date (`2026-11-23`) and choice are texts; a yes or no is a boolean. */
export type AttributeValue = string | number | boolean;

const MOST_CHARACTERS = 1000;
const yes = new Set(['yes', 'true', 'evet', '1']);
const no = new Set(['no', 'false', 'hayir', '0']);

/** The value as it is kept, or what is wrong with it, as a sentence's end: `Plan must be …`. */
export function checkAttributeValue(
  definition: Pick<AttributeDefinition, 'name' | 'type' | 'choices'>,
  given: unknown,
): { value: AttributeValue } | { problem: string } {
  if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'boolean')
    return { problem: `${definition.name} must be a text, a number or yes or no` };
  const value = valueOf[definition.type](given, definition.choices);
  return value === null ? { problem: `${definition.name} must be ${wanted(definition)}` } : { value };
}

type Read = (given: AttributeValue, choices: readonly string[]) => AttributeValue | null;

const valueOf: Record<AttributeType, Read> = {
  text: (given) => {
    const text = String(given).trim();
    return text !== '' && text.length <= MOST_CHARACTERS ? text : null;
  },
  number: (given) => {
    const isNumber = typeof given === 'number' || (typeof given === 'string' && /^-?\d+(?:\.\d+)?$/.test(given.trim()));
    return isNumber && Number.isFinite(Number(given)) ? Number(given) : null;
  },
  'yes-no': (given) => {
    const word = fold(String(given).trim());
    return yes.has(word) ? true : no.has(word) ? false : null;
  },
  date: (given) => (typeof given === 'string' && isDate(given.trim()) ? given.trim() : null),
  choice: (given, choices) => {
    const word = fold(String(given).trim());
    return choices.find((choice) => fold(choice) === word) ?? null;
  },
};

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function wanted({ type, choices }: Pick<AttributeDefinition, 'type' | 'choices'>): string {
  switch (type) {
    case 'text':
      return `a text of 1 to ${MOST_CHARACTERS} characters`;
    case 'number':
      return 'a number, such as 12 or 3.5';
    case 'yes-no':
      return 'yes or no';
    case 'date':
      return 'a date, such as 2026-11-23';
    case 'choice':
      return `one of ${choices.join(', ')}`;
  }
}
