import type { Chatbot } from '../../domain/chatbot/flow.ts';
import type { Talk } from './talk.ts';

/**
 * The design a talk began with. One that cannot be read has no flows: the talk then ends as broken with its first turn,
 * and keeps what was said.
 */
export function readableChatbot({ definition, language }: Pick<Talk, 'definition' | 'language'>): Chatbot {
  const standard: Chatbot = {
    name: '',
    title: '',
    language,
    timeoutSeconds: 600,
    goneSeconds: 60,
    tags: [],
    origins: [],
    limits: { startsPerHour: 0, linesPerMinute: 0 },
    start: '',
    flows: {},
  };
  return { ...standard, ...definition };
}
