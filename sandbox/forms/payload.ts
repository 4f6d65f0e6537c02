import type { Payload, PayloadParts } from './payload-parts.ts';
import { standardPayload } from './standard-payload.ts';
import type { SenderKind } from './state.ts';
import { tallyPayload } from './tally-payload.ts';
import { typeformPayload } from './typeform-payload.ts';

const payloads: Record<SenderKind, (parts: PayloadParts) => Payload> = {
  standard: standardPayload,
  typeform: typeformPayload,
  tally: tallyPayload,
};

/** Where each vendor's body names its event, an event that is no response, and where the response stands. */
const shapes: Record<SenderKind, { event: string; otherEvent: string; content: string }> = {
  standard: { event: 'type', otherEvent: 'form.viewed', content: 'data' },
  typeform: { event: 'event_type', otherEvent: 'form_response_partial', content: 'form_response' },
  tally: { event: 'eventType', otherEvent: 'FORM_VIEWED', content: 'data' },
};

/** What a vendor tells of a response. */
export function payloadOf(parts: PayloadParts): Payload {
  return payloads[parts.form.kind](parts);
}

/** The same under an event that is no submission. */
export function ofOtherEvent(payload: Payload, kind: SenderKind): Payload {
  return { ...payload, [shapes[kind].event]: shapes[kind].otherEvent };
}

/** The same event with its content where nobody looks for it. */
export function ofOtherShape(payload: Payload, kind: SenderKind): Payload {
  const { [shapes[kind].content]: content, ...rest } = payload;
  return { ...rest, version: 99, entries: [{ content: [content] }] };
}

/**
 * The bytes of a body. A slash is escaped and a line ends it, as some JSON writers do: who checks the signature over
 * parsed and rewritten JSON fails.
 */
export function bodyOf(payload: Payload): string {
  return `${JSON.stringify(payload).replaceAll('/', '\\/')}\n`;
}
