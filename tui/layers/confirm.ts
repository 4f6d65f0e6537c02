import type { Key } from '../input/key.ts';
import { editText, newEditor, type TextEditor } from '../input/text-editor.ts';
import type { LayerStep } from './layer.ts';

/** A question before something that is hard to take back. Cancel has the focus when it opens, but where it would lose something. */
export interface ConfirmLayer {
  kind: 'confirm';
  title: string;
  text: string[];
  /** The word on the button that does it. */
  yes: string;
  /** The word on the other button. */
  no: string;
  isYesFocused: boolean;
  /** First line of the text drawn. */
  scroll: number;
  /** What has to be typed first: for many tickets at once, their count. */
  expected: string | null;
  typed: TextEditor;
  onYes: () => void;
  onNo: () => void;
}

export function confirm(
  question: Pick<ConfirmLayer, 'title' | 'text' | 'yes' | 'onYes'> &
    Partial<Pick<ConfirmLayer, 'no' | 'onNo' | 'isYesFocused'>> & { expected?: string },
): ConfirmLayer {
  const { expected = null, ...rest } = question;
  const standard = { no: 'Cancel', isYesFocused: false, scroll: 0, onNo: () => {} };
  return { kind: 'confirm', typed: newEditor(), ...standard, ...rest, expected };
}

export function confirmKey(layer: ConfirmLayer, key: Key): LayerStep<ConfirmLayer> {
  if (key.name === 'escape') return refuse(layer);
  if (key.name === 'down' || key.name === 'up') return { layer: scrolled(layer, key.name === 'down' ? 1 : -1) };
  if (['left', 'right', 'tab', 'shift+tab'].includes(key.name))
    return { layer: { ...layer, isYesFocused: !layer.isYesFocused } };
  if (key.name === 'enter') return layer.isYesFocused ? accept(layer) : refuse(layer);
  if (layer.expected !== null) return { layer: { ...layer, typed: editText(layer.typed, key) ?? layer.typed } };
  if (key.name === 'y') return accept(layer);
  if (key.name === 'n' || key.name === 'q') return refuse(layer);
  return { layer };
}

function accept(layer: ConfirmLayer): LayerStep<ConfirmLayer> {
  if (layer.expected !== null && layer.typed.text.trim() !== layer.expected) return { layer };
  return { layer: null, after: layer.onYes };
}

function refuse(layer: ConfirmLayer): LayerStep<ConfirmLayer> {
  return { layer: null, after: layer.onNo };
}

function scrolled(layer: ConfirmLayer, by: number): ConfirmLayer {
  return { ...layer, scroll: Math.min(layer.text.length, Math.max(0, layer.scroll + by)) };
}
