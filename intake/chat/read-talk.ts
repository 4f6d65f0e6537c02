import type { FastifyReply, FastifyRequest } from 'fastify';
import { findChatDoor } from '../../database/chat-door.ts';
import { conversationWords, readConversation } from '../../database/conversations.ts';
import type { IntakeDesk } from '../intake-desk.ts';
import { checkOrigin } from './check-origin.ts';
import { refuseField, Refusal } from './refusal.ts';
import { refuseTalk, talkOfToken } from './talk-token.ts';
import { viewAnswer, type ViewAnswer } from './view-answer.ts';
import type { ConversationWatch, WaitOutcome } from './watch-conversations.ts';

export interface TalkQuery {
  after?: string;
  wait?: string;
  state?: string;
  hidden?: string;
}

type Request = FastifyRequest<{ Params: { token: string }; Querystring: TalkQuery }>;

const LONGEST_WAIT_SECONDS = 25;

/** `GET /api/chat/conversations/:token`: what is new in a talk, at once or when there is something, within `wait` seconds. */
export function readTalk(desk: IntakeDesk, watch: ConversationWatch) {
  return async (request: Request, reply: FastifyReply) => {
    const conversationId = talkOfToken(desk.secretKey, request.params.token);
    if (request.headers.origin !== undefined) {
      const door = (await findChatDoor(desk.database, conversationId)) ?? refuseTalk();
      checkOrigin(request, reply, { publicUrl: desk.publicUrl, origins: door.origins });
    }
    const asked = readQuery(request.query);
    return untilNews({ ...asked, desk, watch, conversationId, signal: goneSignal(reply) });
  };
}

interface Asked {
  after: number;
  waitSeconds: number;
  /** What the page has shown; null: whatever the talk is now. */
  state: string | null;
  /** Nobody sees the page: the visitor is not there, and has read nothing. */
  isHidden: boolean;
}

function readQuery({ after, wait, state, hidden }: TalkQuery): Asked {
  return {
    isHidden: hidden === '1',
    after: readNumber('after', after),
    waitSeconds: Math.min(LONGEST_WAIT_SECONDS, readNumber('wait', wait)),
    state: typeof state === 'string' ? state : null,
  };
}

function readNumber(field: string, value: unknown): number {
  if (value === undefined) return 0;
  if (typeof value !== 'string' || !/^\d{1,9}$/.test(value)) refuseField(field, `${field} is a whole number`);
  return Number(value);
}

interface News extends Asked {
  desk: IntakeDesk;
  watch: ConversationWatch;
  conversationId: string;
  signal: AbortSignal;
}

/** The talk's word is read before the talk: what happens in between is then seen by the watch. */
async function untilNews(news: News): Promise<ViewAnswer> {
  const { desk, watch, conversationId, signal } = news;
  const endsAt = Date.now() + news.waitSeconds * 1000;
  for (let { state } = news; ;) {
    const word = (await conversationWords(desk.database, [conversationId])).get(conversationId) ?? refuseTalk();
    const view = await readView(news);
    state ??= view.state;
    const milliseconds = endsAt - Date.now();
    const isNew = view.lines.length > 0 || view.state !== state;
    if (isNew || view.phase === 'ended' || milliseconds <= 0) return view;
    const outcome = await watch.wait({ conversationId, word, milliseconds, signal });
    if (outcome === 'unchanged') return readView(news);
    if (outcome !== 'changed') refuseWait(outcome);
  }
}

async function readView({ desk, conversationId, after, signal, isHidden }: News): Promise<ViewAnswer> {
  const now = new Date().toISOString();
  const view = await readConversation(desk.database, {
    conversationId,
    after,
    now,
    hasSeen: !signal.aborted && !isHidden,
  });
  return viewAnswer(view ?? refuseTalk());
}

function refuseWait(outcome: Exclude<WaitOutcome, 'changed' | 'unchanged'>): never {
  const message = outcome === 'full' ? 'too many wait here already' : 'the desk starts anew';
  throw new Refusal({ status: 503, code: 'TRANSIENT', message, retryAfterSeconds: outcome === 'full' ? 10 : 1 });
}

/** Aborted when the one who asked has gone before he was answered. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}
