import { tell } from '../../client/ask.ts';
import { notByMail, type Arrival } from '../../database/arrival.ts';
import { arrive } from '../../database/arrive.ts';
import type { Connection } from '../../database/connect.ts';
import { despiteDeadlocks } from '../../database/despite-deadlocks.ts';
import { hashOf } from '../../database/files.ts';
import { countPost } from '../../database/intake-counts.ts';
import { loadDesk } from '../../database/load-desk.ts';
import type { PublicConversation } from '../../database/public-conversation.ts';
import type { IntakeDesk } from '../intake-desk.ts';

export interface Addition {
  talk: PublicConversation & { source: NonNullable<PublicConversation['source']> };
  key: string;
  text: string;
  /** Of the sender's network: see addressKey. */
  countKey: string;
}

export interface TakenAddition {
  /** The ticket it stands on: another one where the first was closed for long. */
  ticketId: string;
  number: number;
  /** Something else came under this key before; this was not added. */
  isOther: boolean;
}

const LIMITS = [
  { count: 20, seconds: 3600 },
  { count: 240, seconds: 86_400 },
];

/**
 * Adds a customer's message to his request; the same key adds it once.
 * @throws DeskError TOO_MANY_REQUESTS with details.retryAfterSeconds
 */
export async function takeInAddition(desk: IntakeDesk, addition: Addition): Promise<TakenAddition> {
  const arrival = arrivalOf(addition);
  const isNew = await despiteDeadlocks(() =>
    desk.database.transaction(async (transaction) => {
      const arrived = await arrive(transaction, arrival, await loadDesk(transaction));
      if (arrived.state !== 'taken') return false;
      await countPost(transaction, { key: addition.countKey, limits: LIMITS, now: arrival.now });
      return true;
    }),
  );
  const kept = await findAddition(desk.database, arrival);
  if (isNew) tell(desk, kept.ticketId);
  return { ...kept, isOther: !kept.content.equals(arrival.contentSha256 ?? Buffer.of()) };
}

function arrivalOf({ talk, key, text }: Addition): Arrival {
  const { source, contact, ticketId } = talk;
  return {
    source,
    externalId: `status:${ticketId}:${key}`,
    contentSha256: hashOf(text),
    ...notByMail,
    now: new Date().toISOString(),
    // Whoever has the link need not own the mailbox, though its owner may have proven it by a mail since.
    contact: { ...contact, isTyped: true },
    subject: talk.subject,
    text,
    reply: text,
    suppressed: true,
    attachments: [],
    actor: { kind: 'source', id: source.id },
    belongsTo: ticketId,
    draftReason: contact?.email ? null : 'no e-mail address: the visitor gave none',
  };
}

async function findAddition(connection: Connection, { source, externalId }: Arrival) {
  const row = await connection('inbound_items')
    .join('tickets', 'tickets.id', 'inbound_items.ticket_id')
    .where({ 'inbound_items.source_id': source.id, 'inbound_items.external_id': externalId })
    .first<{ ticketId: string; number: number; content: Buffer } | undefined>({
      ticketId: 'tickets.id',
      number: 'tickets.number',
      content: 'inbound_items.content_sha256',
    });
  if (!row) throw new Error('an addition was not found again');
  return row;
}
