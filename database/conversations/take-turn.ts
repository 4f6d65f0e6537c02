import type { Database } from '../connect.ts';
import { TalkTurn } from './talk-turn.ts';
import { lockTalk } from './talk.ts';
import type { TurnInput, TurnTaken } from './turn.ts';

const over: TurnTaken = { hasMore: false, isOver: true, wakeAt: null, ticketIds: [] };

/**
 * One turn of a talk, in one transaction under its lock: takes the visitor's oldest line that waits, or what is due,
 * runs the design, makes the tickets it wants, writes what the bot says and where the talk stands. Doing it twice does
 * nothing: what is taken up is no longer there.
 */
export async function takeTurn(database: Database, input: TurnInput): Promise<TurnTaken> {
  return database.transaction(async (transaction) => {
    const talk = await lockTalk(transaction, input.conversationId);
    const taken = talk ? await new TalkTurn(transaction, talk, input.now).take() : over;
    await input.beforeCommit?.();
    return taken;
  });
}
