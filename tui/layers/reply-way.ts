import type { AnswerOption } from '../../domain/platform/answer-options.ts';
import { answerProblem } from '../../domain/platform/answer-problem.ts';
import type { ReplyWay } from '../../domain/command.ts';
import type { TalkView } from '../../domain/views.ts';

/** How an answer goes to whoever asked: in a chat, by e-mail, in public or privately at a platform. */
export interface WayChoice {
  /** The talk as it stands now; null when there is none, or when it has ended. */
  talk: TalkView | null;
  hasEmail: boolean;
  /** What the platform that it came from takes; empty where it came from none. */
  options: readonly AnswerOption[];
  /** The desk's own list, for answers that their platform reviews. */
  forbiddenWords: readonly string[];
  /** What the writer chose; null leaves it to the desk. */
  chosen: ReplyWay | null;
}

export function wayChoice(of: Omit<WayChoice, 'chosen'>): WayChoice {
  return { ...of, talk: of.talk?.phase === 'ended' ? null : of.talk, chosen: null };
}

/** The way it would go, were it sent now. */
function wayNow(way: WayChoice): ReplyWay {
  return way.chosen ?? ownWay(way);
}

/** Whether there is any way at all. */
export function hasWay({ talk, hasEmail, options }: WayChoice): boolean {
  return hasEmail || talk !== null || options.length > 0;
}

/**
 * What the desk does by itself: a talk that was handed over is answered where its visitor is; while the bot still talks,
 * only who has no address is. What came from a platform is answered there, in public.
 */
function ownWay({ talk, hasEmail, options }: WayChoice): ReplyWay {
  if (options.length > 0) return 'public';
  if (!talk) return 'mail';
  return !hasEmail || (talk.phase === 'handed-over' && talk.isVisitorThere) ? 'chat' : 'mail';
}

function waysOf({ talk, hasEmail, options }: WayChoice): ReplyWay[] {
  return [
    ...options.map(({ way }) => way),
    ...(talk ? (['chat'] as const) : []),
    ...(hasEmail ? (['mail'] as const) : []),
  ];
}

/** The next way, where there is another. */
export function otherWay(way: WayChoice): WayChoice {
  const ways = waysOf(way);
  const next = ways[(ways.indexOf(wayNow(way)) + 1) % ways.length];
  return { ...way, chosen: next === undefined || next === ownWay(way) ? null : next };
}

/** What the platform takes of the way chosen; null by chat and by e-mail. */
function optionOf(way: WayChoice): AnswerOption | null {
  return way.options.find((option) => option.way === wayNow(way)) ?? null;
}

/** Why these words cannot go this way, before anything is sent; null when they can. */
export function wayProblem(way: WayChoice, text: string): string | null {
  const option = optionOf(way);
  return option && answerProblem(option, text, way.forbiddenWords);
}

const names: Record<ReplyWay, string> = {
  public: 'in public',
  private: 'privately',
  chat: 'by chat',
  mail: 'by e-mail',
};

/** What stands above the words; empty where there is only e-mail. */
export function wayWords(way: WayChoice, of: { text: string; timeText: (at: string) => string }): string {
  const ways = waysOf(way);
  const present = wayNow(way);
  if (present === 'mail' && ways.length < 2) return '';
  const next = otherWay(way);
  const choice = ways.length > 1 ? `  (Ctrl+T: ${names[wayNow(next)]})` : '';
  const said = [...platformWords(optionOf(way), of), talkWords(way)].filter(Boolean).join(', ');
  return `${names[present]}${way.chosen ? ', as you chose' : ''}${said ? `: ${said}` : ''}${choice}`;
}

function platformWords(
  option: AnswerOption | null,
  { text, timeText }: { text: string; timeText: (at: string) => string },
): string[] {
  if (!option) return [];
  if (option.refusal) return [`NOT POSSIBLE, ${option.refusal}`];
  const written = text.trim();
  const { minLetters, maxLetters, maxBytes, until } = option;
  const count =
    maxBytes === null
      ? `${[...written].length} of ${minLetters > 1 ? `${minLetters} to ` : ''}${maxLetters ?? 'any'} letters`
      : `${new TextEncoder().encode(written).length} of ${maxBytes} bytes`;
  return [count, until ? `until ${timeText(until)}` : ''];
}

function talkWords({ talk, hasEmail }: WayChoice): string {
  if (!talk) return '';
  const bot = talk.phase === 'active' ? ', with the bot' : '';
  return `the visitor is ${talk.isVisitorThere ? 'here' : 'away'}${bot}${hasEmail ? '' : '  (no e-mail address: it waits there)'}`;
}
