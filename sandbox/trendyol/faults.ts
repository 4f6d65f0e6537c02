export interface TrendyolFaults {
  /** Everything is answered 503. */
  down: boolean;
  /** The next `times` reads: the right answer after the delay (`late`), half a JSON, none at all, or a 500. */
  reads: { answer: 'late' | 'unreadable' | 'cut' | 'silent' | 'serverError'; delayMilliseconds: number; times: number };
  /**
   * The next `times` answers that would be taken are taken (`accepted`) or not, and then answered so. `twice` is the
   * right answer: this platform pushes nothing that could come twice. `late` and not accepted is a 500 after the delay.
   */
  afterWrite: {
    answer: 'late' | 'twice' | 'unreadable' | 'cut' | 'reset' | 'silent';
    accepted: boolean;
    delayMilliseconds: number;
    times: number;
  };
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
  reads: { answer: 'late', delayMilliseconds: 0, times: 0 },
  afterWrite: { answer: 'late', accepted: true, delayMilliseconds: 0, times: 0 },
  refuseReviews: { reason: '', times: 0 },
  reviewShows: 'answer',
  closedStatus: 400,
  callsPerTenSeconds: 50,
  listCallsPerMinute: 1000,
  answersPerMinute: 500,
};
