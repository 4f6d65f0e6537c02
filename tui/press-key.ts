import { safeBlock } from '../domain/safe-text.ts';
import type { App } from './app-context.ts';
import { tell } from './actions/tell.ts';
import { handlers } from './handlers.ts';
import type { Key } from './input/key.ts';
import { findBinding, type ActionId } from './keys.ts';
import { layerKey, layerPaste } from './layers/layer.ts';

/** One press: to what is open on top, else to the screen. Nothing falls through an open layer. */
export function pressKey(app: App, key: Key): void {
  if (key.name === 'ctrl+c') return handlers['quit-now'](app);
  if (app.typeAhead.hold(() => pressKey(app, key))) return;
  const layer = app.store.get().layers.at(-1);
  if (!layer) return pressOnScreen(app, key);
  const step = layerKey(layer, key);
  // What the key opened stands above already: a command such as `:help` must not close its own window.
  app.store.update((state) => ({
    ...state,
    layers: state.layers.flatMap((open) => (open === layer ? (step.layer ?? []) : open)),
  }));
  step.after?.();
}

function pressOnScreen(app: App, key: Key): void {
  const state = app.store.get();
  const binding = findBinding(state, key.name);
  if (!binding) return;
  const reason = binding.disabledReason?.(state) ?? null;
  if (reason !== null) return tell(app, `${binding.label}: ${reason}`, { kind: 'warning' });
  handlers[binding.action as ActionId](app);
}

/** Pasted text is text, never commands: outside of a field it does nothing. */
export function paste(app: App, text: string): void {
  app.store.update((state) => {
    const layer = state.layers.at(-1);
    return layer ? { ...state, layers: [...state.layers.slice(0, -1), layerPaste(layer, safeBlock(text))] } : state;
  });
}
