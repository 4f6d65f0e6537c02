import { filterFields } from '../../domain/filter.ts';
import { wrapToCells } from '../../domain/cell-width.ts';
import type { App } from '../app-context.ts';
import { line, span, type Line } from '../draw/line.ts';
import { info } from '../layers/info.ts';
import { bindings, keyLabel, placeOf, type Binding, type Place } from '../keys.ts';
import { openLayer } from './layers.ts';

const KEYS_WIDTH = 24;

export const placeTitles: Record<Place, string> = {
  list: 'Lists of tickets',
  detail: 'An opened ticket',
  contacts: 'Contacts',
  settings: 'Request Settings',
  everywhere: 'Everywhere',
  composer: 'Writing',
  picker: 'Choosing from a list',
  form: 'Forms',
  confirm: 'Questions',
  prompt: 'Filter and command line',
};

/** Help from the table of keys: those of the screen it was asked on come first. */
export function openHelp(app: App): void {
  const here = placeOf(app.store.get());
  const places = Object.keys(placeTitles) as Place[];
  const ordered = [here, ...places.filter((place) => place !== here)];
  const { columns } = app.store.get().size;
  const lines = ordered.flatMap((place) => placeLines(place, columns));
  openLayer(app, info('Help', [...lines, ...filterLines(), ...signLines()]));
}

function placeLines(place: Place, columns: number): Line[] {
  const rows: readonly Binding[] = bindings;
  const lines = rows
    .filter((row) => row.places.includes(place))
    .flatMap(({ keys, label }) => {
      const parts = wrapToCells(label, columns - KEYS_WIDTH - 1);
      return parts.map((text, index): Line => {
        const shown = index === 0 ? `  ${keys.map(keyLabel).join(' ')}` : '';
        return [span(shown.padEnd(KEYS_WIDTH), 'key'), span(text)];
      });
    });
  return [line(placeTitles[place], 'title'), ...lines, line('')];
}

function filterLines(): Line[] {
  const fields = Object.entries(filterFields).map(([field, example]): Line => [
    span(`  ${field}:`.padEnd(KEYS_WIDTH), 'key'),
    span(example),
  ]);
  return [
    line('The filter: words and "quoted phrases" search text; - before a part negates it', 'title'),
    ...fields,
    line(''),
  ];
}

function signLines(): Line[] {
  return [
    line('Signs before a ticket', 'title'),
    line('  ! something needs a person   ~ a command waits   z snoozed   d draft   a archived   x deleted'),
    line('  Status letters: N new   O open   W waiting   S solved   ! spam'),
  ];
}
