import { bindingsOf, keyLabel, placeOf, type LayerPlace } from '../keys.ts';
import type { State } from '../state.ts';
import { leftAndRight, span, type Line, type Span } from './line.ts';

/** The keys that matter here, from the table of keys. */
export function footerLine(state: State): Line {
  const top = state.layers.at(-1);
  const place = top === undefined ? placeOf(state) : top.kind === 'info' ? null : (top.kind satisfies LayerPlace);
  if (place === null) return [span('Esc', 'key'), span(' close  '), span('j k', 'key'), span(' scroll')];
  const spans: Span[] = [];
  for (const { hint, keys, disabledReason } of bindingsOf(place)) {
    if (!hint || isAlwaysThere(hint) || (top?.kind === 'picker' && top.chosen === null && hint === 'toggle')) continue;
    const isOff = top === undefined && (disabledReason?.(state) ?? null) !== null;
    spans.push(span(keyLabel(keys[0] ?? ''), isOff ? 'quiet' : 'key'), span(` ${hint}  `, 'quiet'));
  }
  const always = top
    ? []
    : [span('?', 'key'), span(' help  ', 'quiet'), span('q', 'key'), span(state.detail ? ' back' : ' quit', 'quiet')];
  return leftAndRight(spans, always, state.size.columns);
}

/** Help and quit keep their place at the right, however narrow it is. */
function isAlwaysThere(hint: string): boolean {
  return hint === 'help' || hint === 'quit';
}
