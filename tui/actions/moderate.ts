import { safeLine } from '../../domain/safe-text.ts';
import type { App } from '../app-context.ts';
import { confirm } from '../layers/confirm.ts';
import { picker } from '../layers/picker.ts';
import { currentTicket } from '../state.ts';
import { command, nameOf, targets } from './command-tickets.ts';
import { openLayer } from './layers.ts';

type Act = 'hide' | 'show' | 'remove';

/** What becomes of the comment at its platform: chosen from a list; removing is asked again. */
export function moderate(app: App): void {
  const ticket = currentTicket(app.store.get());
  if (!ticket?.platform) return;
  const { isHidden } = ticket.platform;
  const items = [
    isHidden
      ? { id: 'show', label: 'Show it again', hint: 'everybody sees it' }
      : { id: 'hide', label: 'Hide it', hint: 'only its writer and friends see it' },
    { id: 'remove', label: 'Remove it for good', hint: 'the platform keeps nothing of it; the ticket stays' },
  ];
  openLayer(
    app,
    picker({
      title: `The comment of #${ticket.number} at its platform`,
      items,
      onDone: ([chosen]) => chosen && choose(app, chosen.id as Act, safeLine(ticket.subject)),
    }),
  );
}

function choose(app: App, act: Act, subject: string): void {
  const to = targets(app);
  const done = {
    hide: 'the comment is being hidden',
    show: 'the comment is being shown',
    remove: 'the comment is being removed',
  };
  const run = () => command(app, to, { make: () => ({ name: 'moderate', act }), done: `${nameOf(to)}: ${done[act]}` });
  if (act !== 'remove') return run();
  const text = [subject, 'Nothing brings it back at the platform.'];
  openLayer(app, confirm({ title: `Remove the comment of ${nameOf(to)}?`, text, yes: 'Remove', onYes: run }));
}
