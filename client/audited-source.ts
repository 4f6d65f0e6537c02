/** Something that a source holds, by the id that the platform or mailbox knows it by. */
export interface HeldItem {
  itemId: string;
  /** ISO, where it is known. */
  at: string | null;
  /** First letters of it, for whoever looks for it. */
  hint: string;
}

/** What a gap audit asks of a source. */
export interface AuditedSource {
  /** Everything that it holds of the period and that is not our own, some at a time. */
  held(period: { from: string; to: string; signal: AbortSignal }): AsyncIterable<HeldItem[]>;
  /** Which of these ids the desk has heard of, whatever became of them. */
  known(itemIds: string[]): Promise<Set<string>>;
  /** Takes in what is missing, as a poll would have, without moving where polls go on. */
  bring(itemIds: string[], signal: AbortSignal): Promise<void>;
}

const HINT_LETTERS = 60;

/** The beginning of a text, in one line. */
export function hintOf(text: string): string {
  return [...text.replace(/\s+/g, ' ').trim()].slice(0, HINT_LETTERS).join('');
}
