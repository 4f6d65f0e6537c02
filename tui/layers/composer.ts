import type { DraftKind } from '../data.ts';
import type { Key } from '../input/key.ts';
import { editText, insertText, newEditor, type TextEditor } from '../input/text-editor.ts';
import type { LayerStep } from './layer.ts';
import { otherWay, type WayChoice } from './reply-way.ts';

/** Words being written to a customer, a colleague or oneself. Kept as a draft from the first letter. */
export interface ComposerLayer {
  kind: 'composer';
  writing: DraftKind;
  ticketId: string;
  ticketNumber: number;
  /** Who gets it, in words; a note goes to nobody. */
  recipient: string;
  /** Addresses of a forward; null for other kinds. */
  to: TextEditor | null;
  isInTo: boolean;
  /** By chat or by e-mail: of replies. */
  way: WayChoice;
  editor: TextEditor;
  draftId: string;
  /** Made when the composer opened: a second press of "send" finds the first. */
  commandId: string;
  /** The newest message that the writer saw. */
  seen: number;
  isSending: boolean;
  /** Why it was not sent, what is new. */
  error: string | null;
  /** When the draft was saved; null while words are not saved yet. */
  savedAt: number | null;
  /** What is being answered, above the words. */
  context: string;
  actions: ComposerActions;
}

export interface ComposerActions {
  changed(layer: ComposerLayer): void;
  send(layer: ComposerLayer): void;
  leave(layer: ComposerLayer): void;
  openEditor(layer: ComposerLayer): void;
  discard(layer: ComposerLayer): void;
}

export function composer(
  of: Omit<ComposerLayer, 'kind' | 'isInTo' | 'isSending' | 'error' | 'savedAt' | 'editor' | 'to'> & {
    text: string;
    to: string[] | null;
  },
): ComposerLayer {
  const { text, to, ...rest } = of;
  const field = to === null ? null : newEditor(to.join(', '));
  return {
    kind: 'composer',
    ...rest,
    to: field,
    isInTo: field?.text === '',
    editor: newEditor(text),
    isSending: false,
    error: null,
    savedAt: null,
  };
}

/** Bindings of the composer; the letters themselves are text. */
export function composerKey(layer: ComposerLayer, key: Key): LayerStep<ComposerLayer> {
  const { actions } = layer;
  if (layer.isSending) return { layer };
  switch (key.name) {
    case 'escape':
      return { layer: null, after: () => actions.leave(layer) };
    case 'ctrl+s':
    case 'ctrl+d':
      return { layer: { ...layer, isSending: true, error: null }, after: () => actions.send(layer) };
    case 'ctrl+o':
      return { layer, after: () => actions.openEditor(layer) };
    case 'ctrl+x':
      return { layer: null, after: () => actions.discard(layer) };
    case 'ctrl+t':
      return { layer: { ...layer, way: otherWay(layer.way) } };
    case 'tab':
      return { layer: layer.to ? { ...layer, isInTo: !layer.isInTo } : layer };
    case 'enter':
      if (layer.isInTo) return { layer: { ...layer, isInTo: false } };
  }
  return edited(
    layer,
    layer.isInTo && layer.to ? editText(layer.to, key) : editText(layer.editor, key, { multiline: true }),
  );
}

export function composerPaste(layer: ComposerLayer, text: string): ComposerLayer {
  if (layer.isSending) return layer;
  const pasted =
    layer.isInTo && layer.to ? insertText(layer.to, text) : insertText(layer.editor, text, { multiline: true });
  const step = edited(layer, pasted);
  step.after?.();
  return step.layer ?? layer;
}

function edited(layer: ComposerLayer, editor: TextEditor | null): LayerStep<ComposerLayer> {
  if (!editor) return { layer };
  const changed = layer.isInTo ? { ...layer, to: editor } : { ...layer, editor };
  const hasNewWords = editor.text !== (layer.isInTo ? layer.to?.text : layer.editor.text);
  if (!hasNewWords) return { layer: changed };
  const unsaved = { ...changed, savedAt: null };
  return { layer: unsaved, after: () => layer.actions.changed(unsaved) };
}
