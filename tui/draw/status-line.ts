import { safeLine } from '../../domain/safe-text.ts';
import type { State } from '../state.ts';
import { signsOf } from '../theme.ts';
import { leftAndRight, line, span, type Line } from './line.ts';
import { ageText } from './times.ts';

/** What the desk has to say: trouble first, since when and what, then what was just done, then how things stand. */
export function statusLine(state: State): Line {
  const right = [span(rightText(state), 'quiet')];
  return leftAndRight(message(state), right, state.size.columns);
}

function message(state: State): Line {
  const { toast, troubles, recovered, now } = state;
  const fresh = toast && toast.until > now ? toast : null;
  if (fresh && fresh.kind !== 'good') return line(safeLine(fresh.text), fresh.kind);
  if (fresh?.undo || (fresh && troubles.length === 0)) return line(safeLine(fresh.text), 'good');
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

function rightText(state: State): string {
  const who = state.me ? safeLine(state.me.name, 24) : 'nobody chosen';
  return state.attention ? `${state.attention}  ${who}` : who;
}
