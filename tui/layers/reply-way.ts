import type { ReplyWay } from '../../domain/command.ts';
import type { TalkView } from '../../domain/views.ts';

/** How an answer goes to a visitor of a chat. */
export interface WayChoice {
  /** The talk as it stands now; null when there is none, or when it has ended. */
  talk: TalkView | null;
  hasEmail: boolean;
  /** What the writer chose; null leaves it to the desk. */
  chosen: ReplyWay | null;
}

export function wayChoice(talk: TalkView | null, hasEmail: boolean): WayChoice {
  return { talk: talk?.phase === 'ended' ? null : talk, hasEmail, chosen: null };
}

/** By chat or by e-mail, were it sent now. */
export function wayNow(way: WayChoice): ReplyWay {
  return way.chosen ?? ownWay(way);
}

/**
 * What the desk does by itself: a talk that was handed over is answered where its visitor is; while the bot still talks,
 * only who has no address is.
 */
function ownWay({ talk, hasEmail }: WayChoice): ReplyWay {
  if (!talk) return 'mail';
  return !hasEmail || (talk.phase === 'handed-over' && talk.isVisitorThere) ? 'chat' : 'mail';
}

/** The other way, where there is one. */
export function otherWay(way: WayChoice): WayChoice {
  if (!way.talk || !way.hasEmail) return way;
  const other = wayNow(way) === 'chat' ? 'mail' : 'chat';
  return { ...way, chosen: other === ownWay(way) ? null : other };
}

/** What stands above the words; empty where there is only e-mail. */
export function wayWords(way: WayChoice): string {
  if (!way.talk) return '';
  const isChat = wayNow(way) === 'chat';
  const visitor = `the visitor is ${way.talk.isVisitorThere ? 'here' : 'away'}`;
  const bot = way.talk.phase === 'active' ? ', with the bot' : '';
  const choice = way.hasEmail ? `(Ctrl+T: ${isChat ? 'by e-mail' : 'by chat'})` : '(no e-mail address: it waits there)';
  return `${isChat ? 'by chat' : 'by e-mail'}${way.chosen ? ', as you chose' : ''}: ${visitor}${bot}  ${choice}`;
}
