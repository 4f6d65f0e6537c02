import type { App } from '../app-context.ts';
import { confirm } from '../layers/confirm.ts';
import { picker } from '../layers/picker.ts';
import { prompt } from '../layers/prompt.ts';
import { parseLater } from '../../domain/later.ts';
import type { TicketRow } from '../../domain/views.ts';
import { safeLine } from '../../domain/safe-text.ts';
import { fullTime } from '../draw/times.ts';
import { command, nameOf, targets, type Targets } from './command-tickets.ts';
import { openLayer } from './layers.ts';
import { tell } from './tell.ts';

/** More marked tickets than this are deleted only after their count was typed. */
const MANY = 10;

/** Archives at once; for ten seconds `u` takes it back. */
export function archive(app: App): void {
  const to = targets(app);
  const undo = () =>
    command(app, targets(app, to.tickets), { make: () => ({ name: 'unarchive' }), done: `${nameOf(to)} is back` });
  command(app, to, { make: () => ({ name: 'archive' }), done: `${nameOf(to)} archived; u takes it back`, undo });
}

export function unarchive(app: App): void {
  const to = targets(app);
  command(app, to, {
    make: (ticket) => ({ name: ticket.deletedAt ? 'restore' : 'unarchive' }),
    done: `${nameOf(to)} is back`,
  });
}

export function askDelete(app: App): void {
  const to = targets(app);
  openLayer(
    app,
    confirm({
      title: `Delete ${nameOf(to)}?`,
      text: [
        ...subjects(to),
        'What is deleted can be restored for 30 days (filter is:deleted, then U). Mail not sent yet is discarded.',
      ],
      yes: 'Delete',
      expected: to.tickets.length > MANY ? String(to.tickets.length) : undefined,
      onYes: () => command(app, to, { make: () => ({ name: 'delete' }), done: `${nameOf(to)} deleted` }),
    }),
  );
}

export function askPurge(app: App): void {
  const to = targets(app);
  openLayer(
    app,
    confirm({
      title: `Purge ${nameOf(to)}?`,
      text: [...subjects(to), 'Text, files and contact data go for good. Nothing brings them back.'],
      yes: 'Purge',
      expected: String(to.tickets.length === 1 ? to.tickets[0]?.number : to.tickets.length),
      onYes: () => command(app, to, { make: () => ({ name: 'purge' }), done: `${nameOf(to)} purged` }),
    }),
  );
}

function subjects({ tickets }: Targets): string[] {
  const shown = tickets.slice(0, 4).map((ticket) => `#${ticket.number} ${safeLine(ticket.subject) || '(no subject)'}`);
  return tickets.length > shown.length ? [...shown, `and ${tickets.length - shown.length} more`] : shown;
}

export function pickStatus(app: App): void {
  const to = targets(app);
  const items = (app.store.get().directory?.statuses ?? []).map(({ id, name, category }) => ({
    id,
    label: name,
    hint: category,
  }));
  openLayer(
    app,
    picker({
      title: `Status of ${nameOf(to)}`,
      items,
      selectedId: to.tickets[0]?.status.id,
      onDone: ([chosen]) => chosen && setStatus(app, to, { id: chosen.id, name: chosen.label }),
    }),
  );
}

/** `from` is the status that the operator saw: another one by now is a conflict. */
export function setStatus(app: App, to: Targets, status: { id: string; name: string }): void {
  const make = (ticket: TicketRow) => ({ name: 'status' as const, statusId: status.id, from: ticket.status.id });
  command(app, to, { make, done: `${nameOf(to)}: status is now ${status.name}` });
}

export function pickPriority(app: App): void {
  const to = targets(app);
  const items = (app.store.get().directory?.priorities ?? []).map(({ id, name }) => ({ id, label: name, hint: '' }));
  openLayer(
    app,
    picker({
      title: `Priority of ${nameOf(to)}`,
      items,
      selectedId: to.tickets[0]?.priority.id,
      onDone: ([chosen]) => chosen && setPriority(app, to, { id: chosen.id, name: chosen.label }),
    }),
  );
}

export function setPriority(app: App, to: Targets, priority: { id: string; name: string }): void {
  command(app, to, {
    make: () => ({ name: 'priority', priorityId: priority.id }),
    done: `${nameOf(to)}: priority is now ${priority.name}`,
  });
}

export function pickHolder(app: App): void {
  const to = targets(app);
  const { directory, me } = app.store.get();
  const people = (directory?.representatives ?? []).filter(({ isActive }) => isActive);
  const items = [
    ...people.map(({ id, name, email }) => ({
      id: `representative/${id}`,
      label: name,
      hint: id === me?.id ? 'you' : email,
    })),
    ...(directory?.teams ?? []).map(({ id, name, memberIds }) => ({
      id: `team/${id}`,
      label: name,
      hint: `team of ${memberIds.length}`,
    })),
    { id: 'none/', label: 'Nobody', hint: 'takes the assignment away' },
  ];
  const [first] = to.tickets;
  const present = first?.representative
    ? `representative/${first.representative.id}`
    : first?.team
      ? `team/${first.team.id}`
      : null;
  openLayer(
    app,
    picker({
      title: `Representative of ${nameOf(to)}`,
      items,
      selectedId: present,
      onDone: ([chosen]) => {
        const [kind, id = ''] = chosen?.id.split('/') ?? [];
        if (chosen)
          assign(app, to, {
            representativeId: kind === 'representative' ? id : null,
            teamId: kind === 'team' ? id : null,
            name: chosen.label,
          });
      },
    }),
  );
}

export function assign(
  app: App,
  to: Targets,
  holder: { representativeId: string | null; teamId: string | null; name: string },
): void {
  const { representativeId, teamId, name } = holder;
  command(app, to, {
    make: () => ({ name: 'assign', representativeId, teamId }),
    done: `${nameOf(to)}: assigned to ${name}`,
  });
}

export function askTags(app: App): void {
  const to = targets(app);
  const present = to.tickets.length === 1 ? (to.tickets[0]?.tags ?? []) : [];
  openLayer(
    app,
    prompt({
      label: `Tags of ${nameOf(to)}`,
      hint: `+new adds, -old removes, several with commas between. Now: ${safeLine(present.join(', ')) || 'none'}`,
      onSubmit: (text) => changeTags(app, to, text),
    }),
  );
}

/** @returns what is wrong with the text, or null when the command is on its way */
export function changeTags(app: App, to: Targets, text: string): string | null {
  const parts = splitTags(text);
  const add = parts.filter((part) => !part.startsWith('-')).map((part) => part.replace(/^\+/, '').trim());
  const remove = parts.filter((part) => part.startsWith('-')).map((part) => part.slice(1).trim());
  if (parts.length === 0 || [...add, ...remove].includes('')) return 'Write tags such as +refund -urgent';
  command(app, to, { make: () => ({ name: 'tag', add, remove }), done: `${nameOf(to)}: tags changed` });
  return null;
}

/** Commas part tags; without any, blanks before + and - do. */
export function splitTags(text: string): string[] {
  const parts = text.includes(',') ? text.split(',') : text.split(/\s+(?=[+-])/);
  return parts.map((part) => part.trim()).filter(Boolean);
}

export function askSnooze(app: App): void {
  const to = targets(app);
  openLayer(
    app,
    prompt({
      label: `Snooze ${nameOf(to)} until`,
      hint: '30m, 2h, 3d, 1w, 2026-12-01, 2026-12-01 09:00; off ends it',
      onSubmit: (text) => snooze(app, to, text),
    }),
  );
}

export function snooze(app: App, to: Targets, text: string): string | null {
  const until = text === 'off' ? null : readLater(text);
  if (until instanceof Error) return until.message;
  const done = until
    ? `${nameOf(to)} snoozed until ${fullTime(until, app.store.get().timeZone)}`
    : `${nameOf(to)}: snooze ended`;
  command(app, to, { make: () => ({ name: 'snooze', until }), done });
  return null;
}

function readLater(text: string): string | Error {
  try {
    return parseLater(text, new Date());
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** OSC 52: the terminal, also a far one, puts the number into the clipboard. */
export function copyNumber(app: App): void {
  const numbers = targets(app)
    .tickets.map(({ number }) => `#${number}`)
    .join(' ');
  app.writeToTerminal(`\u001b]52;c;${Buffer.from(numbers).toString('base64')}\u0007`);
  tell(app, `${numbers} copied, if the terminal allows it`);
}
