/** What one poll of a source came to. */
export interface PollResult {
  itemCount: number;
  errorCode: string | null;
}

export const nothingPolled: PollResult = { itemCount: 0, errorCode: null };
