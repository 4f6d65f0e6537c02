import { bindingsOf, keyLabel, placeOf, type LayerPlace } from '../keys.ts';
import type { State } from '../state.ts';
import { leftAndRight, span, type Line, type Span } from './line.ts';

/** The keys that matter here, from the table of keys. */
export function footerLine(state: State): Line {
  const top = state.layers.at(-1);
  const place = top === undefined ? placeOf(state) : top.kind === 'info' ? null : (top.kind satisfies LayerPlace);
  if (place === null) return [span('Esc', 'key'), span(' close  '), span('j k', 'key'), span(' scroll')];
  const always = top
    ? []
    : [
        span('?', 'key'),
        span(' help  ', 'quiet'),
        span('q', 'key'),
        span(state.detail || state.contacts ? ' back' : ' quit', 'quiet'),
      ];
  const spans: Span[] = [];
  let free = state.size.columns - widthOf(always) - 1;
  for (const { hint, keys, disabledReason } of bindingsOf(place)) {
    if (!hint || isAlwaysThere(hint) || (top?.kind === 'picker' && top.chosen === null && hint === 'toggle')) continue;
    const isOff = top === undefined && (disabledReason?.(state) ?? null) !== null;
    const shown = [span(keyLabel(keys[0] ?? ''), isOff ? 'quiet' : 'key'), span(` ${hint}  `, 'quiet')];
    free -= widthOf(shown);
    // A word cut in two says nothing: `?` tells the rest.
    if (free < 0) break;
    spans.push(...shown);
  }
  return leftAndRight(spans, always, state.size.columns);
}

function widthOf(spans: Span[]): number {
  return spans.reduce((cells, { text }) => cells + text.length, 0);
}

/** Help and quit keep their place at the right, however narrow it is. */
function isAlwaysThere(hint: string): boolean {
  return hint === 'help' || hint === 'quit';
}
