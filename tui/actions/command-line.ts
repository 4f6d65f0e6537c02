import { tabs } from '../../domain/tab.ts';
import type { App } from '../app-context.ts';
import { prompt } from '../layers/prompt.ts';
import { settingsTitles } from '../draw/settings-body.ts';
import { settingsSections, targetTickets } from '../state.ts';
import { command, nameOf, targets } from './command-tickets.ts';
import { becomePerson } from './choose-person.ts';
import { compose } from './compose.ts';
import { findNamed } from './find-named.ts';
import { openHelp } from './help.ts';
import { openContacts } from './read-contacts.ts';
import { openLayer } from './layers.ts';
import { openTicket } from './read-detail.ts';
import { goToFirst, showList } from './read-list.ts';
import { errorText, start } from './tell.ts';
import * as acts from './ticket-acts.ts';
import { createTicket, editTicket } from './ticket-forms.ts';

/** What a verb does with the rest of the line. @returns what is wrong, or null */
type Verb = { usage: string; needsTicket?: boolean; run: (app: App, rest: string) => string | null };

const verbs: Record<string, Verb> = {
  status: { usage: 'status NAME', needsTicket: true, run: setStatus },
  assign: { usage: 'assign NAME, me or none', needsTicket: true, run: assign },
  priority: { usage: 'priority NAME', needsTicket: true, run: setPriority },
  tag: { usage: 'tag +new -old', needsTicket: true, run: (app, rest) => acts.changeTags(app, targets(app), rest) },
  snooze: { usage: 'snooze 2h, or off', needsTicket: true, run: (app, rest) => acts.snooze(app, targets(app), rest) },
  reply: { usage: 'reply', needsTicket: true, run: (app) => done(compose(app, 'reply')) },
  note: { usage: 'note', needsTicket: true, run: (app) => done(compose(app, 'note')) },
  forward: { usage: 'forward', needsTicket: true, run: (app) => done(compose(app, 'forward')) },
  edit: { usage: 'edit', needsTicket: true, run: (app) => done(editTicket(app)) },
  archive: { usage: 'archive', needsTicket: true, run: (app) => done(acts.archive(app)) },
  unarchive: { usage: 'unarchive', needsTicket: true, run: (app) => done(acts.unarchive(app)) },
  delete: { usage: 'delete', needsTicket: true, run: (app) => done(acts.askDelete(app)) },
  restore: { usage: 'restore', needsTicket: true, run: restore },
  purge: { usage: 'purge', needsTicket: true, run: (app) => done(acts.askPurge(app)) },
  as: { usage: 'as NAME', run: actAs },
  create: { usage: 'create', run: (app) => done(createTicket(app)) },
  open: { usage: 'open NUMBER', run: open },
  filter: { usage: 'filter WORDS', run: setFilter },
  tab: { usage: 'tab NAME', run: goToTab },
  contacts: { usage: 'contacts WORDS', run: (app, rest) => done(openContacts(app, { search: rest })) },
  settings: { usage: 'settings SECTION', run: openSettings },
  first: { usage: 'first', run: (app) => done(start(app, () => goToFirst(app))) },
  refresh: { usage: 'refresh', run: (app) => done(app.readNow()) },
  help: { usage: 'help', run: (app) => done(openHelp(app)) },
  quit: { usage: 'quit', run: (app) => done(app.leave()) },
};

const shortForms: Record<string, string> = { q: 'quit', h: 'help', o: 'open', s: 'status', a: 'assign' };
const history: string[] = [];

export function openCommandLine(app: App): void {
  openLayer(
    app,
    prompt({
      label: ':',
      title: 'Command',
      hint: Object.values(verbs)
        .map(({ usage }) => usage.split(/[ ,]/)[0])
        .join(' '),
      history: [...history],
      complete: (text) => completions(app, text),
      onSubmit: (text) => runLine(app, text),
    }),
  );
}

/** Runs one line of the command line. @returns what is wrong with it, or null */
export function runLine(app: App, text: string): string | null {
  if (text === '') return null;
  const [word = '', ...others] = text.split(/\s+/);
  const rest = text.slice(word.length).trim();
  if (/^#?\d+$/.test(word) && others.length === 0) return open(app, word);
  const name = shortForms[word] ?? findVerb(word);
  const verb = name ? verbs[name] : undefined;
  if (!verb) return `There is no command ${word}. Tab completes; ? tells all keys.`;
  if (verb.needsTicket && targetTickets(app.store.get()).length === 0) return 'Choose a ticket first.';
  history.push(text);
  return verb.run(app, rest);
}

function findVerb(word: string): string | null {
  const names = Object.keys(verbs);
  if (names.includes(word)) return word;
  const beginning = names.filter((name) => name.startsWith(word));
  return beginning.length === 1 ? (beginning[0] ?? null) : null;
}

function completions(app: App, text: string): string[] {
  const { directory } = app.store.get();
  const [word = '', ...others] = text.split(' ');
  if (others.length === 0) return Object.keys(verbs).filter((name) => name.startsWith(word));
  const names: Record<string, string[]> = {
    status: directory?.statuses.map(({ name }) => name) ?? [],
    assign: [...(directory?.representatives ?? []), ...(directory?.teams ?? [])].map(({ name }) => name),
    priority: directory?.priorities.map(({ name }) => name) ?? [],
    tab: tabs.map(({ id }) => id),
    settings: [...settingsSections],
  };
  const typed = others.join(' ').toLocaleLowerCase('tr');
  return (names[word] ?? [])
    .filter((name) => name.toLocaleLowerCase('tr').startsWith(typed))
    .map((name) => `${word} ${name}`);
}

/** What was begun has nothing wrong with it so far. */
function done(..._begun: [void]): null {
  return null;
}

function setStatus(app: App, rest: string): string | null {
  const status = findNamed(app.store.get().directory?.statuses ?? [], rest);
  if (!status)
    return `There is no status ${rest}: ${app.store
      .get()
      .directory?.statuses.map(({ name }) => name)
      .join(', ')}`;
  return done(acts.setStatus(app, targets(app), status));
}

function setPriority(app: App, rest: string): string | null {
  const priority = findNamed(app.store.get().directory?.priorities ?? [], rest);
  if (!priority)
    return `There is no priority ${rest}: ${app.store
      .get()
      .directory?.priorities.map(({ name }) => name)
      .join(', ')}`;
  return done(acts.setPriority(app, targets(app), priority));
}

function assign(app: App, rest: string): string | null {
  const { directory, me } = app.store.get();
  if (rest === 'none')
    return done(acts.assign(app, targets(app), { representativeId: null, teamId: null, name: 'nobody' }));
  const person =
    rest === 'me' ? me : findNamed(directory?.representatives.filter(({ isActive }) => isActive) ?? [], rest);
  if (person)
    return done(acts.assign(app, targets(app), { representativeId: person.id, teamId: null, name: person.name }));
  const team = findNamed(directory?.teams ?? [], rest);
  if (team)
    return done(acts.assign(app, targets(app), { representativeId: null, teamId: team.id, name: `team ${team.name}` }));
  return `There is no representative or team ${rest}`;
}

function restore(app: App): null {
  const to = targets(app);
  return done(command(app, to, { make: () => ({ name: 'restore' }), done: `${nameOf(to)} restored` }));
}

function open(app: App, rest: string): string | null {
  const number = Number(rest.replace('#', ''));
  if (!Number.isSafeInteger(number) || number <= 0) return 'Write open and a number, such as open 1004';
  start(app, async () => openTicket(app, await app.data.findTicketId(number)));
  return null;
}

/** @returns what is wrong with the filter, or null when the list shows what it finds */
export function setFilter(app: App, rest: string): string | null {
  try {
    app.data.checkFilter(rest);
  } catch (error) {
    return errorText(error);
  }
  return done(showList(app, { filter: rest }));
}

/** Says who acts from now on. */
function actAs(app: App, rest: string): string | null {
  const person = findNamed(app.store.get().directory?.representatives.filter(({ isActive }) => isActive) ?? [], rest);
  if (!person) return `There is no representative ${rest}`;
  return done(becomePerson(app, person));
}

function openSettings(app: App, rest: string): string | null {
  const sections = settingsSections.map((section) => ({ id: section, name: settingsTitles[section] }));
  const section = sections.find(({ id }) => id === rest) ?? findNamed(sections, rest);
  if (rest && !section) return `There is no section ${rest}: ${settingsSections.join(', ')}`;
  showList(app, { tabId: 'settings' });
  if (section)
    app.store.update((state) => ({
      ...state,
      settings: { ...state.settings, section: section.id, isInside: true, cursor: 0 },
    }));
  return null;
}

function goToTab(app: App, rest: string): string | null {
  const tab =
    tabs.find(({ id }) => id === rest) ??
    findNamed(
      tabs.map(({ id, title }) => ({ id, name: title })),
      rest,
    );
  if (!tab) return `There is no tab ${rest}: ${tabs.map(({ id }) => id).join(', ')}`;
  return done(showList(app, { tabId: tab.id }));
}
