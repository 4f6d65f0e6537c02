import type { Form, FormResponse } from './state.ts';

/** What a body is made of. */
export interface PayloadParts {
  eventId: string;
  form: Form;
  response: FormResponse;
}

/** A body before it is written as bytes. */
export type Payload = Record<string, unknown>;
