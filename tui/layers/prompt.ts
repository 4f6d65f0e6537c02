import type { Key } from '../input/key.ts';
import { editText, insertText, newEditor, type TextEditor } from '../input/text-editor.ts';
import type { LayerStep } from './layer.ts';

/** One line to type at the foot of the screen: a filter, a command. */
export interface PromptLayer {
  kind: 'prompt';
  label: string;
  title: string;
  editor: TextEditor;
  /** Said below the line: what is wrong, or what could be typed. */
  error: string | null;
  hint: string;
  history: readonly string[];
  /** Place in the history while going through it; its length when not. */
  historyIndex: number;
  /** What could complete the text. */
  complete: (text: string) => string[];
  /** Told every change, for what is looked for while one types. */
  onChange: (text: string) => void;
  /** @returns what is wrong with it, or null when it was taken */
  onSubmit: (text: string) => string | null;
}

export function prompt(
  of: Pick<PromptLayer, 'label' | 'hint' | 'onSubmit'> &
    Partial<Pick<PromptLayer, 'title' | 'history' | 'complete' | 'onChange'>> & { text?: string },
): PromptLayer {
  const { text, title = of.label, history = [], complete = () => [], onChange = () => {}, ...rest } = of;
  return {
    kind: 'prompt',
    editor: newEditor(text),
    error: null,
    history,
    historyIndex: history.length,
    title,
    complete,
    onChange,
    ...rest,
  };
}

export function promptKey(layer: PromptLayer, key: Key): LayerStep<PromptLayer> {
  if (key.name === 'escape') return { layer: null };
  if (key.name === 'enter') {
    const error = layer.onSubmit(layer.editor.text.trim());
    return { layer: error === null ? null : { ...layer, error } };
  }
  if (key.name === 'up' || key.name === 'down') return { layer: recall(layer, key.name === 'up' ? -1 : 1) };
  if (key.name === 'tab') return { layer: completed(layer) };
  if (key.name === 'backspace' && layer.editor.text === '') return { layer: null };
  const editor = editText(layer.editor, key);
  return editor ? changed(layer, editor) : { layer };
}

export function promptPaste(layer: PromptLayer, text: string): PromptLayer {
  const step = changed(layer, insertText(layer.editor, text));
  step.after?.();
  return step.layer ?? layer;
}

function changed(layer: PromptLayer, editor: TextEditor): LayerStep<PromptLayer> {
  return { layer: { ...layer, editor, error: null }, after: () => layer.onChange(editor.text) };
}

function recall(layer: PromptLayer, by: number): PromptLayer {
  const historyIndex = Math.min(layer.history.length, Math.max(0, layer.historyIndex + by));
  return { ...layer, historyIndex, editor: newEditor(layer.history[historyIndex] ?? ''), error: null };
}

/** Tab writes what all possible completions have in common. */
function completed(layer: PromptLayer): PromptLayer {
  const choices = layer.complete(layer.editor.text);
  const [first] = choices;
  if (first === undefined) return layer;
  let length = first.length;
  for (const choice of choices) while (!choice.startsWith(first.slice(0, length))) length -= 1;
  const common = first.slice(0, length);
  return common.length > layer.editor.text.length
    ? { ...layer, editor: newEditor(choices.length === 1 ? `${common} ` : common) }
    : layer;
}
