import { createInterface, type Interface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Desk } from '../client/ask.ts';
import { sayInConversation } from '../client/conversation.ts';
import { readConversation } from '../database/conversations.ts';
import { newId } from '../database/new-id.ts';
import type { ConversationView, LineView } from '../domain/conversation-views.ts';
import { DeskError } from '../domain/errors.ts';
import { safeBlock, safeLine } from '../domain/safe-text.ts';
import { printJson } from './print.ts';

const LOOK_EVERY_MILLISECONDS = 150;
const ERASE_LINE = '\r\u001b[K';

/**
 * Shows a talk as it goes on and says what is typed or piped in, line by line: each when the bot has done with the one
 * before. Ends with the talk, or leaves it open at the end of the input or with Ctrl+C.
 */
export async function talkInTerminal(
  desk: Desk,
  { conversationId, isJson }: { conversationId: string; isJson: boolean },
): Promise<void> {
  const typed = readTyped();
  const screen = new TalkScreen(isJson);
  let after = 0;
  let said = 0;
  let hasLeft = false;
  const leave = () => (hasLeft = true);
  process.once('SIGINT', leave);
  try {
    for (;;) {
      const view = await readConversation(desk.database, {
        conversationId,
        after,
        now: new Date().toISOString(),
        hasSeen: true,
      });
      if (!view) throw new DeskError('NOT_FOUND', `there is no talk ${conversationId}`);
      after = view.lines.at(-1)?.number ?? after;
      screen.show(view);
      if (hasLeft) return screen.end(view);
      const isCaughtUp = !view.isAnswering && view.takenNumber >= said && view.lines.length === 0;
      if (view.phase === 'ended' && isCaughtUp) return screen.end(view);
      const words = isCaughtUp ? typed.next() : null;
      if (words !== null) said = await say(desk, { conversationId, ...screen.meaningOf(words) });
      else if (isCaughtUp && typed.isOver()) return screen.end(view);
      else await sleep(LOOK_EVERY_MILLISECONDS);
    }
  } finally {
    process.off('SIGINT', leave);
    screen.clear();
    typed.close();
  }
}

/** A talk may end while somebody types: that is told, and is no failure. @returns the line's number */
async function say(desk: Desk, line: { conversationId: string; text: string; option: string | null }): Promise<number> {
  try {
    return (await sayInConversation(desk, { ...line, key: newId() })).number;
  } catch (error) {
    if (error instanceof DeskError && (error.code === 'STATE_FORBIDS' || error.code === 'INVALID_INPUT')) return 0;
    throw error;
  }
}

interface Typed {
  /** The oldest line that was not said yet. */
  next(): string | null;
  isOver(): boolean;
  close(): void;
}

function readTyped(): Typed {
  const lines: string[] = [];
  let isOver = false;
  const input: Interface = createInterface({ input: process.stdin, terminal: false });
  input.on('line', (line) => line.trim() !== '' && lines.push(line));
  input.on('close', () => (isOver = true));
  return { next: () => lines.shift() ?? null, isOver: () => isOver, close: () => input.close() };
}

type Options = NonNullable<LineView['options']>;

/** Prints a talk: one JSON object a line, or for people, with texts that a terminal only draws. */
class TalkScreen {
  private readonly isJson: boolean;
  private isWaiting = false;
  private options: Options = [];

  constructor(isJson: boolean) {
    this.isJson = isJson;
  }

  show(view: ConversationView): void {
    const { lines, isAnswering, isRepresentativeTyping } = view;
    for (const line of lines) this.showLine(line);
    this.showWaiting(isAnswering || isRepresentativeTyping);
  }

  /** A number picks the button that stands there; anything else is said as it is. */
  meaningOf(words: string): { text: string; option: string | null } {
    const picked = /^\s*\d{1,2}\s*$/.test(words) ? this.options[Number(words) - 1] : undefined;
    return picked ? { text: picked.label, option: picked.id } : { text: words, option: null };
  }

  end({ id, phase, outcome, ticketNumber }: ConversationView): void {
    this.clear();
    if (this.isJson) return printJson({ conversationId: id, phase, outcome, ticketNumber });
    const stand =
      phase === 'ended' ? `The talk is over: ${outcome}.` : 'You left; the talk stays open until it times out.';
    process.stdout.write(`${stand}${ticketNumber === null ? '' : ` Ticket #${ticketNumber}.`}\n`);
  }

  clear(): void {
    this.showWaiting(false);
  }

  private showLine(line: LineView): void {
    this.clear();
    if (line.author !== 'visitor') this.options = line.options ?? [];
    if (this.isJson) return printJson(line);
    // Whoever types sees his own words already.
    if (line.author === 'visitor' && process.stdin.isTTY) return;
    const who = { visitor: 'You', bot: 'Bot', representative: line.authorName ?? 'Representative' }[line.author];
    process.stdout.write(`${safeLine(who, 40)}: ${safeBlock(line.text)}\n`);
    line.options?.forEach(({ label }, index) => process.stdout.write(`  ${index + 1}) ${safeLine(label)}\n`));
  }

  private showWaiting(isWaiting: boolean): void {
    if (isWaiting === this.isWaiting || this.isJson || !process.stdout.isTTY) return;
    this.isWaiting = isWaiting;
    process.stdout.write(isWaiting ? '…' : ERASE_LINE);
  }
}
