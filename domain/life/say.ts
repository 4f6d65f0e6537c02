import type { Circumstances, Decision } from './decision.ts';
import { event, nothing } from './decision.ts';
import { derivedId } from './derived-id.ts';

/** Words of a representative for somebody outside. */
export interface Saying {
  /** The kind of their delivery. */
  way: 'reply' | 'forward' | 'chat' | 'public-reply' | 'private-reply';
  draftId: string;
  commandId: string;
  recipients: { to?: string[]; cc?: string[] };
  data: Record<string, unknown>;
}

/** A message from a draft, and the delivery that takes it there. Decided twice it names the same rows. */
export function say(at: Circumstances, { way, draftId, commandId, recipients, data }: Saying): Decision {
  const number = at.ticket.messageCount + 1;
  const [messageId, deliveryId] = [derivedId(commandId, 1), derivedId(commandId, 2)];
  const key = `${way}/${commandId}`;
  return {
    ...nothing(),
    usedDraftId: draftId,
    messages: [{ id: messageId, number, kind: way === 'forward' ? 'forward' : 'reply', draftId, recipients }],
    deliveries: [{ id: deliveryId, kind: way, key, messageId, recipient: null, recipients, data }],
    events: [
      event(at, way === 'forward' ? 'ticket.forwarded' : 'reply.written', {
        messageId,
        messageNumber: number,
        deliveryId,
      }),
    ],
  };
}
