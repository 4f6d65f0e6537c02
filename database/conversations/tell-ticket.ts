import type { ConversationState, TicketWish } from '../../domain/chatbot/conversation.ts';
import { transcript, type TranscriptLine } from '../../domain/chatbot/transcript.ts';
import type { Desk } from '../../domain/desk.ts';
import { fold } from '../../domain/fold.ts';
import { theDesk } from '../../domain/actor.ts';
import { notByMail, type Arrival } from '../arrival.ts';
import { arrive, type Arrived } from '../arrive.ts';
import type { Connection } from '../connect.ts';
import { identitiesOf, type ContactData } from '../contacts.ts';
import { addInput } from '../inputs.ts';
import { loadDesk } from '../load-desk.ts';
import { newId } from '../new-id.ts';
import type { Talk } from './talk.ts';

/** What makes tickets of a talk: its locked row, and who the visitor is as far as the talk knows. */
export interface TicketMaker {
  transaction: Connection;
  talk: Talk;
  now: string;
  /** Lines of the visitor after it are told when they are taken up. */
  change: { takenNumber: number };
}

export interface TicketMade {
  ticketId: string;
  number: number;
  draftReason: string | null;
}

/** Opens a ticket of what was taken up so far, the visitor's words as its request and the whole talk as its text. */
export async function openTicketOf(
  maker: TicketMaker,
  wish: TicketWish,
  count: number,
): Promise<TicketMade & { contactId: string | null }> {
  const { transaction, talk, now } = maker;
  const desk = await loadDesk(transaction);
  const said = await readLines(transaction, talk.id, 0);
  const lines = said.filter(({ author, number }) => author !== 'visitor' || number <= maker.change.takenNumber);
  const text = transcript(lines, { language: talk.language, timeZone: desk.settings.timeZone });
  const { name, email, phone } = wish;
  const arrived = await arrive(
    transaction,
    {
      ...(await arrivalOf(maker, { name, email, phone })),
      externalId: `conversation/${talk.id}/${count}`,
      now,
      subject: wish.subject,
      text,
      reply: wish.request ?? wordsOf(lines),
      tags: wish.tag ? [wish.tag] : [],
      draftReason: wish.draftReason,
      teamId: await findTeamId(transaction, wish.team),
    },
    desk,
  );
  const made = placeOf(arrived);
  const { contact_id: contactId } = await transaction('tickets')
    .where({ id: made.ticketId })
    .first<{ contact_id: string | null }>('contact_id');
  return { ...made, draftReason: wish.draftReason, contactId };
}

/**
 * Puts lines of the visitor on the talk's ticket, as a message of the customer.
 * @returns the ticket they stand on: a new one when the old one was deleted, or solved long ago
 */
export async function addToTicketOf(
  maker: TicketMaker,
  said: { ticketId: string; state: ConversationState; text: string; lineNumber: number },
): Promise<TicketMade> {
  const { transaction, talk, now } = maker;
  const { ticketId, state, text, lineNumber } = said;
  const desk: Desk = await loadDesk(transaction);
  const { subject } = await transaction('tickets').where({ id: ticketId }).first<{ subject: string | null }>('subject');
  const { name = null, email = null, phone = null } = state.attributes;
  const draftReason = state.ticket?.draftReason ?? null;
  const arrived = await arrive(
    transaction,
    {
      ...(await arrivalOf(maker, { name, email, phone })),
      externalId: `conversation/${talk.id}/line/${lineNumber}`,
      now,
      subject,
      text,
      reply: text,
      belongsTo: ticketId,
      draftReason,
    },
    desk,
  );
  return { ...placeOf(arrived), draftReason };
}

/**
 * Lines of the visitor after a number that stand on no ticket yet, as one text.
 * @returns null when there are none, or only buttons that were picked and those alone do not count
 */
export async function untoldWords(
  transaction: Connection,
  of: { conversationId: string; after: number; upTo: number; withPicks: boolean },
): Promise<string | null> {
  const lines = await readLines(transaction, of.conversationId, of.after);
  const said = lines.filter(({ author, number }) => author === 'visitor' && number <= of.upTo);
  const counts = of.withPicks || said.some(({ isPick, text }) => !isPick && text.trim() !== '');
  return (counts && wordsOf(said)) || null;
}

/** The team a design names for a ticket that is there already: asked of the ticket like any other assignment. */
export async function askForTeam(maker: TicketMaker, ticketId: string, team: string | null): Promise<void> {
  const { transaction, now } = maker;
  const teamId = await findTeamId(transaction, team);
  if (!teamId) return;
  const { representative_id: representativeId } = await transaction('tickets')
    .where({ id: ticketId })
    .first<{ representative_id: string | null }>('representative_id');
  const data = { name: 'assign', representativeId, teamId };
  await addInput(transaction, { id: newId(), ticketId, kind: 'command', data, actor: theDesk, now });
}

type Common = Omit<Arrival, 'externalId' | 'now' | 'subject' | 'text' | 'reply'>;

async function arrivalOf({ transaction, talk }: TicketMaker, told: ContactData): Promise<Common> {
  return {
    source: { id: talk.sourceId, channel: 'chatbot', tags: talk.definition.tags ?? [] },
    contentSha256: null,
    ...notByMail,
    contact: { ...told, visitorId: talk.visitorId, isTyped: !(await isProven(transaction, talk.contactId, told)) },
    suppressed: false,
    attachments: [],
    actor: { kind: 'source', id: talk.sourceId },
    designVersion: talk.version,
  };
}

/** Whether the web site signed what is told of the visitor: then the talk's contact has it proven. */
async function isProven(transaction: Connection, contactId: string | null, told: ContactData): Promise<boolean> {
  if (contactId === null) return false;
  const identities = identitiesOf(told);
  const proven = await transaction('contact_identities')
    .where({ contact_id: contactId, is_proven: true })
    .select<{ kind: string; value: string }[]>('kind', 'value');
  return (
    identities.length > 0 &&
    identities.every(({ kind, value }) => proven.some((one) => one.kind === kind && one.value === value))
  );
}

type Line = TranscriptLine & { number: number; isPick: boolean };

async function readLines(transaction: Connection, conversationId: string, after: number): Promise<Line[]> {
  const rows = await transaction('conversation_lines')
    .where({ conversation_id: conversationId })
    .where('number', '>', after)
    .orderBy('number')
    .select<(Omit<Line, 'at'> & { at: Date })[]>(
      { number: 'number', author: 'author', authorName: 'author_name', text: 'text', at: 'at' },
      transaction.raw(`data ->> 'option' IS NOT NULL AS "isPick"`),
    );
  return rows.map((line) => ({ ...line, at: line.at.toISOString() }));
}

function wordsOf(lines: readonly Line[]): string {
  return lines
    .filter(({ author }) => author === 'visitor')
    .map(({ text }) => text)
    .join('\n');
}

async function findTeamId(transaction: Connection, name: string | null): Promise<string | null> {
  if (!name) return null;
  const row = await transaction('teams')
    .where({ name_folded: fold(name) })
    .first<{ id: string } | undefined>('id');
  return row?.id ?? null;
}

function placeOf({ ticketId, number }: Arrived): { ticketId: string; number: number } {
  if (ticketId === null || number === null) throw new Error('a talk arrived without a ticket');
  return { ticketId, number };
}
