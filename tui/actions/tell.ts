import { asDeskError } from './as-desk-error.ts';
import type { App } from '../app-context.ts';
import type { Toast } from '../state.ts';

const SHOWN_MILLISECONDS = 6000;
const UNDO_MILLISECONDS = 10_000;

/** Says something on the status line for a while. */
export function tell(app: App, text: string, of: { kind?: Toast['kind']; undo?: () => void } = {}): void {
  const now = Date.now();
  const until = now + (of.undo ? UNDO_MILLISECONDS : SHOWN_MILLISECONDS);
  app.store.update((state) => ({ ...state, now, toast: { text, kind: of.kind ?? 'good', until, undo: of.undo } }));
}

/** Says an error: what happened and how to mend it; anything unexpected goes to the log too. */
export function tellError(app: App, error: unknown): void {
  tell(app, errorText(error), { kind: 'trouble' });
  if (!asDeskError(error)) app.log(error);
}

export function errorText(error: unknown): string {
  return asDeskError(error)?.line ?? `UNEXPECTED: ${error instanceof Error ? error.message : String(error)}`;
}

/** Starts opening something that has to read first: keys pressed meanwhile wait for it. */
export function startOpening(app: App, open: () => Promise<void>): void {
  const layersBefore = app.store.get().layers.length;
  start(app, () => app.typeAhead.during(open, () => app.store.get().layers.length > layersBefore));
}

/** Starts work whose failure is told and never breaks the screen. */
export function start(app: App, work: () => Promise<void>): void {
  work().catch((error: unknown) => tellError(app, error));
}
