import { fold } from '../../domain/fold.ts';
import type { Key } from '../input/key.ts';
import { editText, insertText, newEditor, type TextEditor } from '../input/text-editor.ts';
import type { LayerStep } from './layer.ts';

export interface PickerItem {
  id: string;
  label: string;
  /** Said beside it. */
  hint: string;
}

/** A list to choose from: one, or several with Space. Typing narrows it down. */
export interface PickerLayer {
  kind: 'picker';
  /** Names it while its items are looked for; null for a list that is whole. */
  id: string | null;
  title: string;
  items: readonly PickerItem[];
  query: TextEditor;
  cursor: number;
  /** Null when one is chosen by Enter alone; else those chosen so far, with their labels. */
  chosen: readonly PickerItem[] | null;
  /** Makes an item of what was typed, where things may be typed that are not in the list. */
  fromText: ((text: string) => PickerItem | null) | null;
  /** Told what was typed, where more items are than the list holds. */
  onQuery: (text: string) => void;
  onDone: (chosen: PickerItem[]) => void;
}

export function picker(
  of: Pick<PickerLayer, 'title' | 'items' | 'onDone'> &
    Partial<Pick<PickerLayer, 'id' | 'chosen' | 'fromText' | 'onQuery'>> & { selectedId?: string | null },
): PickerLayer {
  const { selectedId, id = null, chosen = null, fromText = null, onQuery = () => {}, ...rest } = of;
  const cursor = Math.max(
    0,
    of.items.findIndex(({ id }) => id === selectedId),
  );
  return { kind: 'picker', id, query: newEditor(), cursor, chosen, fromText, onQuery, ...rest };
}

/**
 * Items that hold every typed word, Turkish-safe, those that begin with what was typed first: Enter after `pen` takes
 * Pending, not Open. Then what was typed itself, where that may be.
 */
export function pickerItems(layer: PickerLayer): PickerItem[] {
  const words = fold(layer.query.text).split(/\s+/).filter(Boolean);
  const typed = layer.query.text.trim() ? layer.fromText?.(layer.query.text.trim()) : null;
  // What was typed and chosen is not in the list, but can be taken back all the same.
  const typedBefore = (layer.chosen ?? []).filter(({ id }) => !layer.items.some((item) => item.id === id));
  const holding = [...layer.items, ...typedBefore].filter((item) => {
    const text = fold(`${item.label} ${item.hint}`);
    return words.every((word) => text.includes(word));
  });
  const begins = ({ label }: PickerItem) => words.length > 0 && fold(label).startsWith(words.join(' '));
  const known = [...holding.filter(begins), ...holding.filter((item) => !begins(item))];
  const isNew = typed && !known.some(({ id }) => id === typed.id);
  return isNew ? [...known, typed] : known;
}

export function pickerKey(layer: PickerLayer, key: Key): LayerStep<PickerLayer> {
  const items = pickerItems(layer);
  const item = items[Math.min(layer.cursor, items.length - 1)];
  switch (key.name) {
    case 'escape':
      return layer.query.text ? asked(layer, newEditor()) : { layer: null };
    case 'up':
    case 'ctrl+p':
      return { layer: { ...layer, cursor: Math.max(0, layer.cursor - 1) } };
    case 'down':
    case 'ctrl+n':
      return { layer: { ...layer, cursor: Math.max(0, Math.min(items.length - 1, layer.cursor + 1)) } };
    case 'tab':
    case 'space':
      if (layer.chosen !== null) return { layer: item ? toggle(layer, item) : layer };
      break;
    case 'enter':
      return done(layer, item);
  }
  const query = editText(layer.query, key);
  return query ? asked(layer, query) : { layer };
}

export function pickerPaste(layer: PickerLayer, text: string): PickerLayer {
  const step = asked(layer, insertText(layer.query, text));
  step.after?.();
  return step.layer ?? layer;
}

function asked(layer: PickerLayer, query: TextEditor): LayerStep<PickerLayer> {
  return { layer: { ...layer, query, cursor: 0 }, after: () => layer.onQuery(query.text) };
}

function toggle(layer: PickerLayer, item: PickerItem): PickerLayer {
  const chosen = layer.chosen ?? [];
  const isChosen = chosen.some(({ id }) => id === item.id);
  return {
    ...layer,
    query: newEditor(),
    chosen: isChosen ? chosen.filter(({ id }) => id !== item.id) : [...chosen, item],
  };
}

/** Enter takes the chosen ones; what was typed and not yet chosen counts as chosen. */
function done(layer: PickerLayer, item: PickerItem | undefined): LayerStep<PickerLayer> {
  if (layer.chosen === null) return item ? { layer: null, after: () => layer.onDone([item]) } : { layer };
  const isTyped = layer.query.text.trim() !== '';
  if (isTyped && !item) return { layer };
  const chosen =
    isTyped && item && !layer.chosen.some(({ id }) => id === item.id) ? [...layer.chosen, item] : [...layer.chosen];
  return { layer: null, after: () => layer.onDone(chosen) };
}
