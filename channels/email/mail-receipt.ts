/** What became of one attempt to send a mail. */
export type MailReceipt =
  | {
      outcome: 'sent';
      response: string;
      accepted: string[];
      /** Recipients that the server would not take while it took others; these need a retry or a word of their own. */
      rejected: RejectedRecipient[];
      /** Set where the service replaces our Message-ID: answers will name this one. */
      serverMessageId: string | null;
    }
  /** For good: the server, in its own words, will not take this mail however often it is sent. */
  | { outcome: 'refused'; permanent: true; response: string; code: string }
  /** Surely not sent, and worth another try later. */
  | { outcome: 'deferred'; response: string; code: string }
  /** Nobody knows: the connection ended after the mail began to go out. It may have arrived. */
  | { outcome: 'unsure'; response: string; code: string }
  /** Surely not sent, because our settings are wrong; it goes out once they are mended. Not the recipient's fault. */
  | { outcome: 'fault'; response: string; code: string };

export type RejectedRecipient = { address: string; permanent: boolean; response: string };
