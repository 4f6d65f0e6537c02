import type { Command } from '../../domain/command.ts';
import type { TicketRow } from '../../domain/views.ts';
import type { App } from '../app-context.ts';
import type { Answer } from '../data.ts';
import { targetTickets } from '../state.ts';
import { errorText, start, tell } from './tell.ts';

/** Tickets that a command will go to, each with the command's id: made when its picker opens. */
export interface Targets {
  tickets: TicketRow[];
  commandIds: Map<string, string>;
}

const AT_ONCE = 4;

export function targets(app: App, tickets = targetTickets(app.store.get())): Targets {
  return { tickets, commandIds: new Map(tickets.map(({ id }) => [id, app.data.newId()])) };
}

/** "#1004", or "12 tickets". */
export function nameOf({ tickets }: Targets): string {
  return tickets.length === 1 ? `#${tickets[0]?.number}` : `${tickets.length} tickets`;
}

/** Gives a command to every target and says what came of it. `done` is said when all went well. */
export function command(
  app: App,
  to: Targets,
  of: { make: (ticket: TicketRow) => Command; done: string; undo?: () => void },
): void {
  start(app, async () => {
    if (to.tickets.length === 0) return;
    if (to.tickets.length > 1) tell(app, `${nameOf(to)}: asking...`);
    const outcomes = await eachOf(to.tickets, (ticket) => askOne(app, to, { ticket, command: of.make(ticket) }));
    sayOutcome(app, outcomes, of);
    app.store.update((state) => (state.detail ? state : { ...state, list: { ...state.list, marks: new Map() } }));
    app.readNow();
  });
}

type Outcome = { ticket: TicketRow; answer: Answer | null; error: string | null };

async function askOne(app: App, to: Targets, of: { ticket: TicketRow; command: Command }): Promise<Outcome> {
  const { ticket } = of;
  try {
    const commandId = to.commandIds.get(ticket.id) ?? app.data.newId();
    return { ticket, answer: await app.data.ask({ ticketId: ticket.id, command: of.command, commandId }), error: null };
  } catch (error) {
    return { ticket, answer: null, error: errorText(error) };
  }
}

async function eachOf<Result>(
  tickets: readonly TicketRow[],
  work: (ticket: TicketRow) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const left = [...tickets.entries()];
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (let next = left.shift(); next; next = left.shift()) results[next[0]] = await work(next[1]);
  });
  await Promise.all(workers);
  return results;
}

function sayOutcome(app: App, outcomes: readonly Outcome[], of: { done: string; undo?: () => void }): void {
  const bad = outcomes.filter(({ answer, error }) => error !== null || answer?.outcome === 'refused');
  const waiting = outcomes.filter(({ answer }) => answer?.outcome === 'waiting').length;
  const [first] = bad;
  if (first) {
    const done = outcomes.length - bad.length;
    const rest = outcomes.length > 1 ? `${done} done, ${bad.length} refused; ` : '';
    tell(app, `${rest}#${first.ticket.number} ${first.error ?? refusalText(first.answer)}`, {
      kind: first.error ? 'trouble' : 'warning',
    });
  } else if (waiting > 0) {
    tell(
      app,
      `Accepted; ${waiting === 1 ? 'it waits' : `${waiting} wait`} until the engine takes it up. It stands on the ticket under Waiting.`,
      { kind: 'warning' },
    );
  } else {
    tell(app, of.done, { undo: of.undo });
  }
}

/** A refusal in words: its code and what is new. */
export function refusalText(answer: Answer | null): string {
  if (answer?.outcome !== 'refused') return '';
  return `${answer.code ?? 'REFUSED'}: ${answer.message ?? 'the desk refuses this'}`;
}
