export type ListedMail = { uid: number; size: number; receivedAt: Date };
export type BatchLimits = { bytes: number; mails: number; maxMailBytes: number };

/** Consecutive mails in batches of bounded bytes and number; a mail above the bound is a batch of its own. */
export function* mailBatches(listed: readonly ListedMail[], limits: BatchLimits): Generator<ListedMail[]> {
  let batch: ListedMail[] = [];
  let bytes = 0;
  for (const mail of listed) {
    // Of an oversized mail only the beginning is fetched.
    const weight = mail.size > limits.maxMailBytes ? 0 : mail.size;
    if (batch.length > 0 && (batch.length >= limits.mails || bytes + weight > limits.bytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(mail);
    bytes += weight;
  }
  if (batch.length > 0) yield batch;
}
