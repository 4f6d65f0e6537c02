import type { Chatbot } from './flow.ts';
import type { ConversationState, Stimulus } from './conversation.ts';

export type DueStimulus = Extract<Stimulus, { kind: 'due' | 'visitor-silent' | 'visitor-left' }>;

/** What a talk knows of its times, ISO. */
export interface TalkTimes {
  state: Pick<ConversationState, 'waiting'>;
  /** When anybody last said something: nobody answers what was not asked yet. */
  lastLineAt: string;
  /** When the visitor's page was last open. */
  visitorSeenAt: string;
}

/**
 * What moves a talk with its bot on by itself, and when: the block's own time, else a visitor who fell silent or left.
 * While the bot pauses, nobody expects the visitor to speak.
 */
export function nextDue(
  { timeoutSeconds, goneSeconds }: Pick<Chatbot, 'timeoutSeconds' | 'goneSeconds'>,
  { state, lastLineAt, visitorSeenAt }: TalkTimes,
): { stimulus: DueStimulus; at: string } {
  const { waiting } = state;
  const left = { stimulus: { kind: 'visitor-left' } as const, at: later(visitorSeenAt, goneSeconds) };
  const silent = { stimulus: { kind: 'visitor-silent' } as const, at: later(lastLineAt, timeoutSeconds) };
  const candidates: { stimulus: DueStimulus; at: string }[] = [left];
  if (waiting?.kind !== 'pause') candidates.push(silent);
  // Last, so that it wins where two are due at one moment.
  if (waiting && 'until' in waiting) candidates.push({ stimulus: { kind: 'due' }, at: waiting.until });
  return candidates.reduce((first, candidate) => (candidate.at <= first.at ? candidate : first));
}

function later(time: string, seconds: number): string {
  return new Date(Date.parse(time) + seconds * 1000).toISOString();
}
