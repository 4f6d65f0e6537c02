import { randomBytes } from 'node:crypto';
import type { Arrival } from '../../database/arrival.ts';
import { arrive } from '../../database/arrive.ts';
import type { Database } from '../../database/connect.ts';
import { findTicket } from '../../database/show-ticket.ts';
import { loadDesk } from '../../database/load-desk.ts';
import { newId } from '../../database/new-id.ts';
import { saveSource } from '../../database/sources.ts';
import type { Actor } from '../../domain/actor.ts';
import { theDesk } from '../../domain/actor.ts';
import type { Channel } from '../../domain/channel.ts';
import { fold } from '../../domain/fold.ts';

export interface TicketWish {
  subject?: string | null;
  text?: string;
  contact?: Arrival['contact'];
  source?: Arrival['source'];
  tags?: string[];
  /** When it arrived; sorts the lists. */
  at?: Date;
  draftReason?: string | null;
}

/** A ticket that arrived as any other does; its opening waits to be taken up. */
export async function aTicket(database: Database, wish: TicketWish = {}): Promise<{ id: string; number: number }> {
  const arrival = await arrivalOf(database, wish);
  const desk = await loadDesk(database);
  const arrived = await database.transaction((transaction) => arrive(transaction, arrival, desk));
  const found = await findTicket(database, arrived.ticketId ?? '');
  if (!found) throw new Error('the ticket did not open');
  return found;
}

async function arrivalOf(database: Database, wish: TicketWish): Promise<Arrival> {
  const source = wish.source ?? (await aSource(database));
  const key = randomBytes(8).toString('hex');
  const text = wish.text ?? 'My parcel has not come.';
  return {
    source,
    externalId: key,
    contentSha256: null,
    rawSha256: null,
    sentAt: null,
    now: (wish.at ?? new Date()).toISOString(),
    contact: wish.contact ?? { name: 'Ayşe Yılmaz', email: `ayse.${key}@customer.example` },
    subject: wish.subject === undefined ? 'Where is my parcel?' : wish.subject,
    text,
    reply: text,
    tags: wish.tags ?? [],
    mailMessageId: `<${key}@customer.example>`,
    references: [],
    threadRoot: null,
    numberInSubject: null,
    bodyHash: null,
    automatic: null,
    suppressed: false,
    recipients: {},
    copied: [],
    attachments: [],
    actor: { kind: 'source', id: source.id },
    draftReason: wish.draftReason ?? null,
  };
}

/** A source of any channel, made when it is first wished for. */
export async function aSource(
  database: Database,
  wish: { channel?: Channel; name?: string; tags?: string[] } = {},
): Promise<Arrival['source']> {
  const { channel = 'email', name = `A ${wish.channel ?? 'email'} source`, tags = [] } = wish;
  const known = await database('sources')
    .where({ name_folded: fold(name) })
    .first<Arrival['source'] | undefined>('id', 'channel', 'tags');
  if (known) return known;
  const settings = channel === 'email' ? { addresses: [`${fold(name).replaceAll(/\W+/g, '-')}@shop.example`] } : {};
  const id = await saveSource(database, {
    id: null,
    channel,
    name,
    settings,
    senderId: null,
    tags,
    pollIntervalSeconds: channel === 'email' ? 20 : null,
    acknowledgement: null,
    actor: theDesk,
    now: new Date().toISOString(),
  });
  return { id, channel, tags };
}

/** Someone who answers, as the actor of what they do. */
export async function aRepresentative(
  database: Database,
  name = 'Deniz Kaya',
): Promise<Actor & { kind: 'representative' }> {
  const id = newId();
  const email = `${fold(name).replaceAll(/\W+/g, '.')}@shop.example`;
  await database('representatives').insert({
    id,
    name,
    name_folded: fold(name),
    email,
    email_folded: fold(email),
    created_at: new Date(),
  });
  return { kind: 'representative', id, name };
}
