import type { Outcome, Phase } from './chatbot/conversation.ts';

/** What a chat page, a typed chat and the ticket's screen show of a talk. Times are ISO in UTC. */
export interface ConversationView {
  id: string;
  phase: Phase;
  outcome: Outcome | null;
  title: string;
  language: 'en' | 'tr';
  ticketNumber: number | null;
  /** A line of the visitor is not taken up yet: the bot is at it. */
  isAnswering: boolean;
  /** A representative writes an answer at this moment. */
  isRepresentativeTyping: boolean;
  /** Lines up to here have been taken up by the bot or stand on the ticket. */
  takenNumber: number;
  /** Lines after the number asked for. */
  lines: LineView[];
}

export interface LineView {
  number: number;
  author: 'visitor' | 'bot' | 'representative';
  /** Of a representative. */
  authorName: string | null;
  text: string;
  options: { id: string; label: string }[] | null;
  at: string;
}
