import type { Phase } from '../../domain/chatbot/conversation.ts';
import type { TalkView } from '../../domain/views.ts';

const phaseWords: Record<Phase, string> = {
  active: 'the bot talks',
  'handed-over': 'handed over',
  ended: 'the talk has ended',
};

/** Where a talk stands, in words. */
export function talkWords({ phase, isVisitorThere }: TalkView): string {
  if (phase === 'ended') return phaseWords.ended;
  return `${phaseWords[phase]}, the visitor is ${isVisitorThere ? 'here' : 'away'}`;
}
