/** What a talk's workflow does next: times, nothing else. */
export interface TalkWork {
  /** Something waits to be taken up at once. */
  hasMore: boolean;
  /** The talk has ended, and nothing waits. */
  isOver: boolean;
  /** ISO: when the talk acts by itself. */
  wakeAt: string | null;
}
