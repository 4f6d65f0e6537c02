import type { App } from '../app-context.ts';
import type { Person } from '../data.ts';
import { picker } from '../layers/picker.ts';
import { openLayer } from './layers.ts';
import { start, tell } from './tell.ts';

const AGAIN_MILLISECONDS = 1000;

/** Finds out who acts, as soon as the desk can be read: as told or remembered, else by asking once. */
export function choosePerson(app: App, isOver: () => boolean): void {
  const attempt = async () => {
    const me = await app.data.findMe();
    if (me) return showPerson(app, me);
    const { representatives } = await app.data.readDirectory();
    const people = representatives.filter(({ isActive }) => isActive);
    if (people.length > 0) return ask(app, people);
    if (app.store.get().toast === null)
      tell(app, 'The desk has no representative yet: add yourself under Request Settings (0)', { kind: 'warning' });
    throw new Error('nobody yet');
  };
  attempt().catch(() => {
    // The database is away, and the status line says so; or there is nobody to choose yet.
    if (!isOver()) setTimeout(() => choosePerson(app, isOver), AGAIN_MILLISECONDS).unref();
  });
}

function ask(app: App, people: readonly (Person & { email: string })[]): void {
  const items = people.map(({ id, name, email }) => ({ id, label: name, hint: email }));
  openLayer(
    app,
    picker({
      title: 'Who are you? It is asked once',
      items,
      onDone: ([chosen]) => chosen && becomePerson(app, { id: chosen.id, name: chosen.label }),
    }),
  );
}

export function becomePerson(app: App, { id, name }: Person): void {
  start(app, async () => {
    await app.data.actAs({ id, name });
    showPerson(app, { id, name });
    tell(app, `You are ${name}`);
  });
}

function showPerson(app: App, me: Person): void {
  app.store.update((state) => ({ ...state, me }));
}
