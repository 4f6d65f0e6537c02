/** What goes wrong with webhook deliveries. Deliveries are at least once and in any order even without these. */
export interface WebhookFaults {
  /** Every delivery comes twice. */
  webhookTwice: boolean;
  /** Entries are gathered until there are so many, and come in one POST. 0: each alone. */
  webhookBatch: number;
  /** The signature is of other bytes. Such a delivery is tried once. */
  webhookBadSignature: boolean;
  /** Before each entry comes one with a field or an item that nobody has heard of. */
  webhookUnknown: boolean;
  /** Before each entry comes one like the dashboard's test button sends: entry id `"0"`, invented ids. */
  webhookTestEntry: boolean;
  /** An entry is held until the next one has come, and is delivered after it. */
  webhookOutOfOrder: boolean;
  /** Nothing is delivered, and nothing is made up for later. */
  webhooksStopped: boolean;
}

export const noWebhookFaults: Readonly<WebhookFaults> = {
  webhookTwice: false,
  webhookBatch: 0,
  webhookBadSignature: false,
  webhookUnknown: false,
  webhookTestEntry: false,
  webhookOutOfOrder: false,
  webhooksStopped: false,
};
