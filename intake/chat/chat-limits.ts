import { countPost } from '../../database/intake-counts.ts';
import { DeskError } from '../../domain/errors.ts';
import type { IntakeDesk } from '../intake-desk.ts';
import { addressKey, Gate } from '../rate-limit.ts';
import { requireKey } from './talk-token.ts';

export interface ChatLimits {
  /** Before anything is read: refuses whoever is known to be over a limit, or asks without a pause. */
  refuseEarly(sender: Sender): void;
  /** Counts a talk begun from an address. @throws DeskError TOO_MANY_REQUESTS */
  countStart(address: string, chatbot: { designId: string; startsPerHour: number }): Promise<void>;
  /** Counts a line of a talk. @throws DeskError TOO_MANY_REQUESTS */
  countLine(conversationId: string, linesPerMinute: number): Promise<void>;
}

/** Whoever begins talks is known by his address, whoever writes or asks for what is new by his talk. */
export type Sender = { address: string } | { conversationId: string } | { readerOf: string };

const ATTEMPTS_PER_MINUTE = { starts: 120, lines: 600, reads: 600 };

/** Rows count for all processes together; who is over a limit is remembered here, and costs no further query. */
export function createChatLimits(desk: IntakeDesk): ChatLimits {
  const gate = new Gate();

  const count = async (key: string, limit: { count: number; seconds: number }) => {
    const now = new Date();
    try {
      await desk.database.transaction((transaction) =>
        countPost(transaction, { key, limits: [limit], now: now.toISOString() }),
      );
    } catch (error) {
      const seconds = error instanceof DeskError ? Number(error.details.retryAfterSeconds) : Number.NaN;
      if (seconds > 0) gate.shut(key, now.getTime() + seconds * 1000);
      throw error;
    }
  };

  const check = (key: string, perMinute: number) => {
    const retryAfterSeconds = gate.knock(key, { now: Date.now(), perMinute });
    if (retryAfterSeconds === null) return;
    throw new DeskError('TOO_MANY_REQUESTS', `try again in ${retryAfterSeconds} s`, { details: { retryAfterSeconds } });
  };

  return {
    refuseEarly(sender) {
      if ('conversationId' in sender) check(lineKey(sender.conversationId), ATTEMPTS_PER_MINUTE.lines);
      else if ('readerOf' in sender) check(`reader:${sender.readerOf}`, ATTEMPTS_PER_MINUTE.reads);
      else check(addressKey(requireKey(desk.secretKey), 'chat', sender.address), ATTEMPTS_PER_MINUTE.starts);
    },
    async countStart(address, { designId, startsPerHour }) {
      const key = addressKey(requireKey(desk.secretKey), `chat/${designId}`, address);
      check(key, ATTEMPTS_PER_MINUTE.starts);
      await count(key, { count: startsPerHour, seconds: 3600 });
    },
    countLine: (conversationId, linesPerMinute) =>
      count(lineKey(conversationId), { count: linesPerMinute, seconds: 60 }),
  };
}

function lineKey(conversationId: string): string {
  return `talk:${conversationId}`;
}
