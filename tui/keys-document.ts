import { placeTitles } from './actions/help.ts';
import { bindings, keyLabel, type Binding, type Place } from './keys.ts';

/**
 * docs/keys.md, from the table of keys. A test compares the file with this; to write it again:
 * `node -e "import('./tui/keys-document.ts').then((it) => process.stdout.write(it.keysDocument()))" > docs/keys.md`
 */
export function keysDocument(): string {
  const places = Object.keys(placeTitles) as Place[];
  return [
    '# Keys of the terminal UI',
    '',
    'Made from `tui/keys.ts`; `?` in the terminal UI tells the same.',
    'Several keys typed at once count one by one. Pasted text is text and never a command.',
    '',
    ...places.flatMap(section),
  ].join('\n');
}

function section(place: Place): string[] {
  const rows: readonly Binding[] = bindings;
  const lines = rows
    .filter((row) => row.places.includes(place))
    .map(({ keys, label }) => `| ${keys.map(cell).join(' ')} | ${label} |`);
  return [`## ${placeTitles[place]}`, '', '| Keys | What they do |', '| --- | --- |', ...lines, ''];
}

function cell(key: string): string {
  return `\`${keyLabel(key)}\``;
}
