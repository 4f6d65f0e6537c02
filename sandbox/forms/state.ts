/** `standard` = Supsis's own contract under Standard Webhooks. */
export type SenderKind = 'standard' | 'typeform' | 'tally';

export const senderKinds: readonly SenderKind[] = ['standard', 'typeform', 'tally'];

export type FieldRole = 'name' | 'email' | 'phone' | 'topic' | 'message' | 'order';

/** One question of a form; its vendor knows it by `key`, people by `label`. */
export interface FormField {
  role: FieldRole;
  key: string;
  label: string;
  /** Of the topic: what can be chosen. */
  options: { id: string; label: string }[];
}

export interface Form {
  id: string;
  kind: SenderKind;
  name: string;
  language: 'tr' | 'en';
  fields: FormField[];
  /** Whether the standard sender also says by name what is subject, name, e-mail, telephone and tags. */
  namesKnownFields: boolean;
}

export interface Sender {
  kind: SenderKind;
  /** The newest first; two while one is replaced; none where the vendor lets the user do without. */
  secrets: string[];
  callback: string | null;
  /** The callback said that it is gone: nothing more is sent until it is set anew. */
  stopped: boolean;
}

export interface FormResponse {
  submissionId: string;
  formId: string;
  /** ISO. */
  submittedAt: string;
  values: Partial<Record<FieldRole, string>>;
  tags: string[];
}

export interface Attempt {
  /** ISO. */
  at: string;
  /** HTTP status of the answer; null when there was none. */
  status: number | null;
  error: string | null;
}

export interface Delivery {
  /** The same over all attempts; `webhook-id`, `event_id` or `eventId`. */
  id: string;
  kind: SenderKind;
  submissionId: string;
  /** The very bytes, the same over all attempts. */
  body: string;
  /** `held` = for want of a callback, which then gets it. */
  state: 'held' | 'waiting' | 'delivered' | 'failed';
  /** Epoch milliseconds of the next attempt. */
  nextAt: number;
  attempts: Attempt[];
}

export interface Settings {
  /** Waited before the second, third ... attempt; after the last one a delivery has failed. */
  retryMilliseconds: number[];
  timeoutMilliseconds: Record<SenderKind, number>;
}

export interface FormsState {
  port: number;
  settings: Settings;
  senders: Sender[];
  forms: Form[];
  responses: FormResponse[];
  deliveries: Delivery[];
  samplesAdded: boolean;
  /** Responses told by the stories so far. */
  told: number;
}
