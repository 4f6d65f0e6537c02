import type { FastifyReply, FastifyRequest } from 'fastify';
import { sayInConversation } from '../../client/conversation.ts';
import { findChatDoor, findOptionLabel } from '../../database/chat-door.ts';
import type { IntakeDesk } from '../intake-desk.ts';
import type { ChatLimits } from './chat-limits.ts';
import { checkOrigin } from './check-origin.ts';
import { readBody, readText } from './read-body.ts';
import { refuseField } from './refusal.ts';
import { refuseTalk, talkOfToken } from './talk-token.ts';

const KEY = /^[A-Za-z0-9_-]{8,100}$/;
const LONGEST_TEXT = 20_000;
const LONGEST_OPTION = 500;

/** `POST /api/chat/conversations/:token/lines`: answered once the line is kept. The same key is the same line. */
export function sayLine(desk: IntakeDesk, limits: ChatLimits) {
  return async (request: FastifyRequest<{ Params: { token: string } }>, reply: FastifyReply) => {
    const conversationId = talkOfToken(desk.secretKey, request.params.token);
    const door = (await findChatDoor(desk.database, conversationId)) ?? refuseTalk();
    checkOrigin(request, reply, { publicUrl: desk.publicUrl, origins: door.origins });
    const { key, text, option } = readLine(request.body);
    await limits.countLine(conversationId, door.limits.linesPerMinute);
    if (option === null) return sayInConversation(desk, { conversationId, key, text, option });
    const label = await findOptionLabel(desk.database, conversationId, option);
    if (label === null) refuseField('option', 'option is none that this conversation shows');
    return sayInConversation(desk, { conversationId, key, text: label, option });
  };
}

function readLine(sent: unknown): { key: string; text: string; option: string | null } {
  const body = readBody(sent);
  const key = readText(body, 'key', 100);
  if (key === null || !KEY.test(key)) refuseField('key', 'key has 8 to 100 letters, digits, - and _');
  const option = readText(body, 'option', LONGEST_OPTION);
  const text = readText(body, 'text', LONGEST_TEXT);
  if (option !== null && text !== null) refuseField('option', 'send text or option, not both');
  if (option !== null) return { key, text: '', option };
  if (text === null) refuseField('text', 'text is missing');
  if (text.replaceAll('\0', '').trim() === '') refuseField('text', 'text is empty');
  return { key, text, option: null };
}
