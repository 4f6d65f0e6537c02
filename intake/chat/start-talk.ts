import { createHmac, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { startConversation } from '../../client/conversation.ts';
import { findChatDoor } from '../../database/chat-door.ts';
import { readConversation } from '../../database/conversations.ts';
import { languages, type Language } from '../../domain/chatbot/flow.ts';
import type { IntakeDesk } from '../intake-desk.ts';
import { checkOrigin } from './check-origin.ts';
import { findChatbot } from './find-chatbot.ts';
import { readBody, readText } from './read-body.ts';
import { refuseField } from './refusal.ts';
import { openSignedUser } from './open-signed-user.ts';
import { requireKey, talkToken } from './talk-token.ts';
import type { ChatLimits } from './chat-limits.ts';
import { viewAnswer } from './view-answer.ts';

/** 128 random bits, as our page makes them. */
const VISITOR_ID = /^[A-Za-z0-9_-]{22}$/;
const KEY = /^[A-Za-z0-9_-]{8,100}$/;
const LONGEST_USER = 8000;
const LONGEST_URL = 2000;

/** `POST /api/chat/:name/conversations`: begins a talk with the published version. */
export function startTalk(desk: IntakeDesk, limits: ChatLimits) {
  return async (request: FastifyRequest<{ Params: { name: string } }>, reply: FastifyReply) => {
    const secretKey = requireKey(desk.secretKey);
    const { design, version, chatbot } = await findChatbot(desk.database, request.params.name);
    checkOrigin(request, reply, { publicUrl: desk.publicUrl, origins: chatbot.origins });
    const asked = readStart(request.body);
    const known = asked.visitorId && asked.key ? repeatableId(secretKey, { ...asked, designId: design.id }) : null;
    // Asked for again since no answer came: one begun talk is counted once.
    const isBegun = known !== null && (await findChatDoor(desk.database, known)) !== null;
    if (!isBegun) {
      await limits.countStart(request.ip, { designId: design.id, startsPerHour: chatbot.limits.startsPerHour });
    }
    const user = asked.user === null ? null : await openSignedUser(desk, design.id, asked.user);
    const visitorId = asked.visitorId ?? randomBytes(16).toString('base64url');
    const { conversationId } = await startConversation(desk, {
      designId: design.id,
      version,
      visitorId,
      user,
      language: asked.language ?? chatbot.language,
      pageUrl: asked.pageUrl,
      ...(known ? { conversationId: known } : {}),
    });
    const now = new Date().toISOString();
    const view = await readConversation(desk.database, { conversationId, after: 0, now, hasSeen: true });
    reply.code(201);
    return { conversation: talkToken(secretKey, conversationId), visitorId, view: view && viewAnswer(view) };
  };
}

interface Start {
  visitorId: string | null;
  user: string | null;
  language: Language | null;
  pageUrl: string | null;
  key: string | null;
}

function readStart(sent: unknown): Start {
  const body = readBody(sent);
  const visitorId = typeof body.visitorId === 'string' && VISITOR_ID.test(body.visitorId) ? body.visitorId : null;
  const key = readText(body, 'key', 100);
  if (key !== null && !KEY.test(key)) refuseField('key', 'key has 8 to 100 letters, digits, - and _');
  return {
    visitorId,
    user: readText(body, 'user', LONGEST_USER),
    language: readLanguage(readText(body, 'language', 10)),
    pageUrl: readPageUrl(readText(body, 'pageUrl', LONGEST_URL)),
    key,
  };
}

function readLanguage(given: string | null): Language | null {
  if (given === null) return null;
  return languages.find((language) => language === given) ?? refuseField('language', 'language is en or tr');
}

function readPageUrl(given: string | null): string | null {
  if (given === null) return null;
  const protocol = URL.parse(given)?.protocol;
  if (protocol !== 'http:' && protocol !== 'https:') refuseField('pageUrl', 'pageUrl is the address of a web page');
  return given;
}

/** The same visitor with the same key finds the same talk. Nobody else can name it: it takes our key and his secret id. */
function repeatableId(
  secretKey: Buffer,
  known: { designId: string; visitorId: string | null; key: string | null },
): string {
  const named = `talk:${known.designId}:${known.visitorId}:${known.key}`;
  const bytes = createHmac('sha256', secretKey).update(named).digest().subarray(0, 16);
  // Version 8: a UUID of one's own making.
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
