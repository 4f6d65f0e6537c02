import { cleanLine, cleanWords, LONGEST_VALUE } from './clean-words.ts';
import type { ConversationState, TicketWish } from './conversation.ts';
import { fillIn } from './fill-in.ts';
import { fitEmail, fitPhone } from './fit-answer.ts';
import type { Block, Chatbot } from './flow.ts';
import { standardTexts } from './standard-texts.ts';

type TicketBlock = Extract<Block, { kind: 'create-ticket' | 'hand-over' }>;

/** Words of a request that a design puts together: as long as a mail may be read. */
const LONGEST_REQUEST = 20_000;
/** How much of a wrong address a reason repeats. */
const LONGEST_QUOTE = 60;

/** The ticket that a block asks for. Without a usable e-mail address it is a draft, and says why. */
export function wishTicket(chatbot: Chatbot, state: ConversationState, block: TicketBlock): TicketWish {
  const request = block.kind === 'create-ticket' && block.request !== null ? block.request : null;
  return {
    ...fieldsOf(chatbot, state, block),
    request: request === null ? null : cleanWords(fillIn(request, state.attributes), LONGEST_REQUEST) || null,
    draftReason: reasonOf(state, block),
  };
}

/**
 * The draft that keeps what was said in a talk without a ticket: with all lines, and the subject and tag of the ticket
 * that its flow would have come to.
 * @param why what an operator reads: 'the talk was not finished: the visitor left'
 */
export function wishDraft(chatbot: Chatbot, state: ConversationState, why: string): TicketWish {
  const block = ticketAhead(chatbot, state);
  const fields = fieldsOf(chatbot, state, block);
  const missing = fields.email === null ? '; no e-mail address' : '';
  const phone = fields.email === null && fields.phone !== null ? ', but a phone number' : '';
  return { ...fields, request: null, draftReason: `${why}${missing}${phone}` };
}

function ticketAhead(chatbot: Chatbot, { position }: ConversationState): TicketBlock | null {
  const blocks = Object.hasOwn(chatbot.flows, position.flow) ? (chatbot.flows[position.flow] ?? []) : [];
  const ahead = blocks.slice(position.block).find(({ kind }) => kind === 'create-ticket' || kind === 'hand-over');
  return ahead?.kind === 'create-ticket' || ahead?.kind === 'hand-over' ? ahead : null;
}

function fieldsOf(
  chatbot: Chatbot,
  state: ConversationState,
  block: TicketBlock | null,
): Omit<TicketWish, 'request' | 'draftReason'> {
  const line = (text: string | null) => filledLine(text, state) || null;
  const phone = line(block?.phone ?? null) ?? known('phone', state);
  return {
    subject: line(block?.subject ?? null) ?? standardTexts[chatbot.language].subject,
    name: known('name', state),
    email: usableEmail(state, block),
    phone: phone === null ? null : (fitPhone(phone) ?? phone),
    tag: line(block?.tag ?? null),
    team: block?.kind === 'hand-over' ? block.team : null,
  };
}

/** What the block names; where that is no address, what the talk knows. */
function usableEmail(state: ConversationState, block: TicketBlock | null): string | null {
  return fitEmail(filledLine(block?.email ?? null, state)) ?? fitEmail(known('email', state) ?? '');
}

function reasonOf(state: ConversationState, block: TicketBlock): string | null {
  if (usableEmail(state, block) !== null) return null;
  const given = filledLine(block.email, state) || known('email', state);
  const phone = filledLine(block.phone, state) || known('phone', state);
  const reason = given
    ? `"${cleanLine(given, LONGEST_QUOTE)}" is no e-mail address`
    : 'no e-mail address: the visitor gave none';
  return phone ? `${reason}, but there is a phone number` : reason;
}

function filledLine(text: string | null, { attributes }: ConversationState): string {
  return text === null ? '' : cleanLine(fillIn(text, attributes, { isOneLine: true }), LONGEST_VALUE);
}

function known(attribute: 'name' | 'email' | 'phone', { attributes }: ConversationState): string | null {
  return (Object.hasOwn(attributes, attribute) && cleanLine(attributes[attribute] ?? '', LONGEST_VALUE)) || null;
}
