import { cellWidth } from '../../domain/cell-width.ts';
import { safeLine } from '../../domain/safe-text.ts';
import type { State } from '../state.ts';
import { signsOf } from '../theme.ts';
import { leftAndRight, line, lineWidth, span, type Line } from './line.ts';
import { ageText } from './times.ts';

/** What the desk has to say: what was just done, for a moment; then trouble, since when and what; then how things stand. */
export function statusLine(state: State): Line {
  const left = message(state);
  return leftAndRight(left, [span(rightBeside(left, state), 'quiet')], state.size.columns);
}

/** What is wrong and what was done has to be read to its end, as far as it fits: counts and the name make room for it. */
function rightBeside(left: Line, state: State): string {
  const who = state.me ? safeLine(state.me.name, 24) : 'nobody chosen';
  const whole = state.attention ? `${state.attention}  ${who}` : who;
  const room = state.size.columns - lineWidth(left) - 2;
  return [whole, who].find((text) => cellWidth(text) <= room) ?? '';
}

function message(state: State): Line {
  const { toast, troubles, recovered, now } = state;
  if (toast && toast.until > now) return line(safeLine(toast.text), toast.kind);
  const [first] = troubles;
  if (first) {
    const since = first.since ? ` for ${ageText(first.since, now)}` : '';
    const more = troubles.length > 1 ? ` (and ${troubles.length - 1} more)` : '';
    return line(safeLine(`! ${first.what} does not work${since}${more}: ${first.words}`), 'trouble');
  }
  if (recovered && recovered.until > now) return line(safeLine(recovered.text), 'good');
  if (state.isPaused) return line('Live updates are held; P lets them go on', 'warning');
  if (state.staleSince !== null && now - state.staleSince > 2000) {
    return line(`! this picture is ${ageText(new Date(state.staleSince).toISOString(), now)} old`, 'warning');
  }
  return line(`${signsOf(state.theme).on} live`, 'good');
}
