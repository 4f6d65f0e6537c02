import { ApplicationFailure } from '@temporalio/activity';
import { parkTalk } from '../database/conversations/park-talk.ts';
import { takeTurn as takeOne } from '../database/conversations/take-turn.ts';
import type { TurnInput, TurnTaken } from '../database/conversations/turn.ts';
import { isTransient } from '../database/transient.ts';
import type { TalkWork } from '../domain/chatbot/talk-work.ts';
import { lookAt } from './look-at.ts';
import type { Tools } from './tools.ts';

/** So many turns at most go into one activity, and no new one is begun after so long: it may take 8 seconds. */
const MOST_TURNS = 20;
const LONGEST_MILLISECONDS = 3000;

/**
 * Takes the turns of a talk that can be taken now, each in its transaction. What passes by itself is thrown to be tried
 * again; any other error is noted on the talk, whose lines wait and are tried again in a minute.
 */
export async function takeTurn(tools: Tools, input: TurnInput): Promise<TalkWork> {
  const started = Date.now();
  for (let count = 1; ; count += 1) {
    const { ticketIds, ...work } = await takeOrPark(tools, input);
    await Promise.all(ticketIds.map((ticketId) => lookAt(tools, ticketId)));
    if (!work.hasMore || count >= MOST_TURNS || Date.now() - started > LONGEST_MILLISECONDS) return work;
  }
}

async function takeOrPark(tools: Tools, input: TurnInput): Promise<TurnTaken> {
  const { conversationId } = input;
  try {
    await tools.failPoint('take-turn:before', { conversationId });
    const beforeCommit = () => tools.failPoint('take-turn:before-commit', { conversationId });
    const taken = await takeOne(tools.database, { ...input, beforeCommit });
    await tools.failPoint('take-turn:after-commit', { conversationId });
    return taken;
  } catch (error) {
    if (isTransient(error)) throw ApplicationFailure.retryable('TRANSIENT', 'TRANSIENT');
    tools.log.error({ conversationId, error }, 'a turn of a talk failed');
    return park(tools, input, error);
  }
}

async function park(tools: Tools, { conversationId, now }: TurnInput, error: unknown): Promise<TurnTaken> {
  const detail = error instanceof Error ? error.message : String(error);
  try {
    const wakeAt = await parkTalk(tools.database, { conversationId, detail, now });
    return { hasMore: false, isOver: false, wakeAt, ticketIds: [] };
  } catch (again) {
    throw isTransient(again)
      ? ApplicationFailure.retryable('TRANSIENT', 'TRANSIENT')
      : ApplicationFailure.nonRetryable('UNEXPECTED', 'UNEXPECTED');
  }
}
