import { defineSignal } from '@temporalio/workflow';

/** Where the desk's work is done. Each queue scales by adding workers. */
export const taskQueues = { tickets: 'tickets', sources: 'sources', deliveries: 'deliveries' } as const;

/** "Look at your rows." It carries nothing: what there is to do stands in the database. */
export const lookSignal = defineSignal('look');

/** What a ticket's workflow is started with. */
export interface TicketLife {
  ticketId: string;
  /** How long it stays after its last work. */
  lingerSeconds: number;
  /** A run with more events than this goes on in a new one. */
  continueAfterEvents: number;
}

export function ticketWorkflowId(ticketId: string): string {
  return `ticket/${ticketId}`;
}

/** What a talk's workflow is started with. */
export interface ConversationLife {
  conversationId: string;
  /** How long it stays while nothing is due. */
  lingerSeconds: number;
  /** A run with more events than this goes on in a new one. */
  continueAfterEvents: number;
}

export function conversationWorkflowId(conversationId: string): string {
  return `conversation/${conversationId}`;
}
