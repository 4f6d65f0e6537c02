import { type BrokenReads, type BrokenWrites, nothingBroken } from '../platform/broken-answer.ts';

export interface TrendyolFaults {
  /** Everything is answered 503. */
  down: boolean;
  reads: BrokenReads;
  /**
   * Of answers that would be taken. `twice` is the right answer: this platform pushes nothing that could come twice.
   * `late` and not accepted is a 500 after the delay.
   */
  afterWrite: BrokenWrites;
  /** The next `times` reviews refuse a clean text too: nobody outside knows the platform's list of words. */
  refuseReviews: { reason: string; times: number };
  /**
   * What is seen of an answer under review. It is not documented: `answer` = it is there while the status still is
   * WAITING_FOR_ANSWER; `nothing` = the question looks untouched; `approve` = the status WAITING_FOR_APPROVE of the
   * platform's older pages.
   */
  reviewShows: string;
  /** Status of the refusal of an answer to a question that takes none; the page names the cases, not their status. */
  closedStatus: number;
  /** The limits on calls; lower them to meet one sooner, raise one to meet another. */
  callsPerTenSeconds: number;
  listCallsPerMinute: number;
  answersPerMinute: number;
}

export const noFaults: Readonly<TrendyolFaults> = {
  down: false,
  ...nothingBroken,
  refuseReviews: { reason: '', times: 0 },
  reviewShows: 'answer',
  closedStatus: 400,
  callsPerTenSeconds: 50,
  listCallsPerMinute: 1000,
  answersPerMinute: 500,
};
