import { wrapToCells } from '../../domain/cell-width.ts';
import { tabs } from '../../domain/tab.ts';
import type { State } from '../state.ts';
import { line, type Line } from './line.ts';

/** The tab of automations says how it will be fed. */
export function automationsBody({ size }: State): Line[] {
  const fedBy = tabs.find(({ id }) => id === 'automations')?.fedBy ?? '';
  return [
    line('Automations', 'title'),
    line(''),
    ...wrapToCells(fedBy, size.columns).map((text) => line(text)),
    ...wrapToCells('Until then, redirection rules act on new tickets: 0, Redirection rules.', size.columns).map(
      (text) => line(text, 'quiet'),
    ),
  ];
}
