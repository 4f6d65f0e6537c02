/**
 * Which of the existing numbers (ascending uids, or 1..n) a set like `1,3:5,9:*` names (RFC 3501, 9).
 * `*` is the largest in use and ranges may run backwards, so `100:*` in a mailbox of three is `3:100`: the last mail.
 */
export function numbersInSet(set: string, existing: readonly number[]): number[] {
  const largest = existing.at(-1) ?? 0;
  const ranges = set.split(',').map((part) => toRange(part, largest));
  if (ranges.length === 1 && ranges[0]) return within(existing, ranges[0]);
  return existing.filter((number) => ranges.some(([from, to]) => number >= from && number <= to));
}

export function isSequenceSet(text: string): boolean {
  return /^(?:\d+|\*)(?::(?:\d+|\*))?(?:,(?:\d+|\*)(?::(?:\d+|\*))?)*$/.test(text);
}

function toRange(part: string, largest: number): [number, number] {
  if (!isSequenceSet(part)) throw new Error(`not a sequence set: ${part}`);
  const [first = 0, last = first] = part.split(':').map((end) => (end === '*' ? largest : Number(end)));
  return first <= last ? [first, last] : [last, first];
}

function within(existing: readonly number[], [from, to]: [number, number]): number[] {
  return existing.filter((number) => number >= from && number <= to);
}
