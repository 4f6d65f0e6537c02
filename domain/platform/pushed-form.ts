/** Which answer of a form of another vendor is what of a ticket, by the answers' keys; what is left out is what the sender itself says. */
export interface PushedMapping {
  subject?: string;
  name?: string;
  email?: string;
  phone?: string;
  /** Answers that become tags, word by word as chosen. */
  tags?: string[];
}

export const mappedFields = ['subject', 'name', 'email', 'phone'] as const;

/** A form as screens and typed commands show it. Times are ISO in UTC. */
export interface PushedFormView {
  id: string;
  sourceId: string;
  /** The source's name. */
  source: string;
  formId: string;
  name: string;
  /** New responses become tickets. */
  isRedirected: boolean;
  tags: string[];
  mapping: PushedMapping;
  responseCount: number;
  /** Responses that are no tickets. */
  unticketedCount: number;
  lastAt: string | null;
  /** What there is to map, as the newest response has it. */
  fields: { key: string; label: string }[];
}

/** What a response would become under a mapping. */
export interface MappedResponse {
  subject: string | null;
  name: string | null;
  email: string | null;
  phone: string | null;
  tags: string[];
  text: string;
  /** Why it would be a draft; null when it would not. */
  draftReason: string | null;
}
