import { storableText } from '../domain/storable-text.ts';

/** Deeper than any platform's answers, and not so deep that whoever walks through it falls. */
const MOST_LEVELS = 200;
/** Of valid JSON: its texts, to be passed over, and numbers of so many digits that a double may not hold them. */
const TEXT_OR_LONG_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/**
 * Reads JSON as it can be kept: texts without NUL and halves of characters, and whole numbers that a double cannot hold as
 * their digits, for ids of platforms grow beyond 2^53. Not by a reviver: megabytes of hostile numbers would hold up
 * everybody for half a minute.
 * @returns undefined for what is no JSON, or is nested deeper than anybody means
 */
export function parseJson(text: string): unknown {
  try {
    const told: unknown = JSON.parse(text);
    return storable(
      /\d{16}/.test(text) ? JSON.parse(text.replaceAll(TEXT_OR_LONG_NUMBER, exactly)) : told,
      MOST_LEVELS,
    );
  } catch {
    return undefined;
  }
}

function exactly(part: string): string {
  return part.startsWith('"') || Number.isSafeInteger(Number(part)) ? part : `"${part}"`;
}

/** @throws RangeError for what is nested deeper */
function storable(value: unknown, levels: number): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) throw new RangeError('too deep');
  if (Array.isArray(value)) return value.map((each) => storable(each, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, storable(each, levels - 1)]));
}
