/** The steps of an opening, in the order they are taken. */
export type StepName = 'takeUp' | 'assignRepresentative' | 'planRedirections';

/** What a ticket's workflow does next: ids and times, nothing else. */
export interface Work {
  /** The step that the oldest waiting input is at; null when nothing waits. */
  next: { inputId: string; step: StepName } | null;
  /** Deliveries that may go out now. */
  deliveries: string[];
  /** The earliest moment within two minutes at which the ticket acts by itself, ISO. */
  wakeAt: string | null;
}

export interface StepInput {
  ticketId: string;
  /** The workflow's time, ISO. */
  now: string;
}
