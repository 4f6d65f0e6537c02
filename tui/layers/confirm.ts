import type { Key } from '../input/key.ts';
import { editText, newEditor, type TextEditor } from '../input/text-editor.ts';
import type { LayerStep } from './layer.ts';

/** A question before something that is hard to take back. Cancel has the focus when it opens. */
export interface ConfirmLayer {
  kind: 'confirm';
  title: string;
  text: string[];
  /** The word on the button that does it. */
  yes: string;
  isYesFocused: boolean;
  /** What has to be typed first: for many tickets at once, their count. */
  expected: string | null;
  typed: TextEditor;
  onYes: () => void;
}

export function confirm(
  question: Pick<ConfirmLayer, 'title' | 'text' | 'yes' | 'onYes'> & { expected?: string },
): ConfirmLayer {
  return { kind: 'confirm', isYesFocused: false, typed: newEditor(), ...question, expected: question.expected ?? null };
}

export function confirmKey(layer: ConfirmLayer, key: Key): LayerStep<ConfirmLayer> {
  if (key.name === 'escape') return { layer: null };
  if (['left', 'right', 'tab', 'shift+tab'].includes(key.name))
    return { layer: { ...layer, isYesFocused: !layer.isYesFocused } };
  if (key.name === 'enter') return layer.isYesFocused ? accept(layer) : { layer: null };
  if (layer.expected !== null) return { layer: { ...layer, typed: editText(layer.typed, key) ?? layer.typed } };
  if (key.name === 'y') return accept(layer);
  if (key.name === 'n' || key.name === 'q') return { layer: null };
  return { layer };
}

function accept(layer: ConfirmLayer): LayerStep<ConfirmLayer> {
  if (layer.expected !== null && layer.typed.text.trim() !== layer.expected) return { layer };
  return { layer: null, after: layer.onYes };
}
