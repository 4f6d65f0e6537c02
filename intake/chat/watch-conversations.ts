import { conversationWords } from '../../database/conversations.ts';
import type { Database } from '../../database/connect.ts';

/** `full`: too many wait already. `closed`: this process ends. */
export type WaitOutcome = 'changed' | 'unchanged' | 'full' | 'closed';

export interface Wait {
  conversationId: string;
  /** What the talk's word was when it was last read. */
  word: string;
  milliseconds: number;
  /** Aborted when the one who waits has gone. */
  signal: AbortSignal;
}

export interface ConversationWatch {
  /** Waits until the talk's word is another. Never rejects. */
  wait(wait: Wait): Promise<WaitOutcome>;
  readonly waitingCount: number;
  /** Lets all go at once; whoever comes later does not wait. */
  close(): void;
}

interface Waiter extends Wait {
  end(outcome: WaitOutcome): void;
}

const EVERY_MILLISECONDS = 200;
/** While the database is away it is asked less often. */
const LONGEST_PAUSE_MILLISECONDS = 2000;
const MOST_WAITERS = 5000;
/** Pages of one talk that wait at the same time. */
const MOST_OF_ONE_TALK = 5;
/** A further one only pauses. It must not push out another: that one would ask anew and push out the next, without end. */
const PAUSE_OF_FURTHER_MILLISECONDS = 1000;

/** One watcher for all who wait for a talk: one query each 200 ms, and none while nobody waits. */
export function watchConversations(database: Database, most = MOST_WAITERS): ConversationWatch {
  const waiters = new Map<string, Set<Waiter>>();
  let count = 0;
  let isClosed = false;
  let timer: NodeJS.Timeout | null = null;
  let failures = 0;

  const rest = () => {
    if (timer || count === 0) return;
    const pause = Math.min(LONGEST_PAUSE_MILLISECONDS, EVERY_MILLISECONDS * 2 ** failures);
    timer = setTimeout(() => void look(), pause);
  };

  const look = async () => {
    if (count > 0) {
      // Who comes while the answer is under way may know more than it tells.
      const asking = [...waiters.values()].flatMap((some) => [...some]);
      try {
        const words = await conversationWords(database, [...waiters.keys()]);
        failures = 0;
        for (const waiter of asking) {
          // A talk that is gone has no word, which is another word too.
          if (words.get(waiter.conversationId) !== waiter.word) waiter.end('changed');
        }
      } catch {
        // The database is away. Who waits goes on waiting until his own time is over.
        failures = Math.min(failures + 1, 8);
      }
    }
    timer = null;
    rest();
  };

  const add = (wait: Wait, resolve: (outcome: WaitOutcome) => void) => {
    const some = waiters.get(wait.conversationId) ?? new Set<Waiter>();
    if (some.size >= MOST_OF_ONE_TALK) {
      setTimeout(resolve, Math.min(wait.milliseconds, PAUSE_OF_FURTHER_MILLISECONDS), 'unchanged');
      return;
    }
    const timeout = setTimeout(() => waiter.end('unchanged'), wait.milliseconds);
    const leave = () => waiter.end('unchanged');
    const waiter: Waiter = {
      ...wait,
      end(outcome) {
        if (!some.delete(waiter)) return;
        count -= 1;
        if (some.size === 0) waiters.delete(wait.conversationId);
        clearTimeout(timeout);
        wait.signal.removeEventListener('abort', leave);
        resolve(outcome);
      },
    };
    waiters.set(wait.conversationId, some.add(waiter));
    count += 1;
    wait.signal.addEventListener('abort', leave);
    rest();
  };

  return {
    wait: (wait) =>
      new Promise((resolve) => {
        if (isClosed) resolve('closed');
        else if (wait.signal.aborted || wait.milliseconds <= 0) resolve('unchanged');
        else if (count >= most) resolve('full');
        else add(wait, resolve);
      }),
    get waitingCount() {
      return count;
    },
    close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      for (const waiter of [...waiters.values()].flatMap((some) => [...some])) waiter.end('closed');
    },
  };
}
