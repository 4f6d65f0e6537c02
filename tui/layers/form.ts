import type { Key } from '../input/key.ts';
import { editText, insertText, newEditor, type TextEditor } from '../input/text-editor.ts';
import type { LayerStep } from './layer.ts';
import type { PickerItem } from './picker.ts';

/** Fields to fill in, and Save. */
export interface FormLayer {
  kind: 'form';
  /** Names it while it saves. */
  id: string;
  title: string;
  fields: readonly FormField[];
  /** Index of the field with the keys; the number of fields stands for Save. */
  focus: number;
  saveLabel: string;
  isSaving: boolean;
  error: string | null;
  /** Saves; rejects with what is wrong. */
  onSave: (values: FormValues) => void;
}

export type FormField = { id: string; label: string; hint: string } & (
  | { kind: 'text'; editor: TextEditor; isSecret?: boolean; isMultiline?: boolean; whenEmpty?: string }
  | { kind: 'choice'; options: readonly { id: string; label: string }[]; value: string }
  | { kind: 'switch'; value: boolean }
  | { kind: 'pick'; chosen: readonly PickerItem[]; open: (chosen: readonly PickerItem[]) => void }
);

export class FormValues {
  private readonly fields: readonly FormField[];

  constructor(fields: readonly FormField[]) {
    this.fields = fields;
  }

  text(id: string): string {
    const field = this.find(id);
    return field.kind === 'text' ? field.editor.text.trim() : field.kind === 'choice' ? field.value : '';
  }

  isOn(id: string): boolean {
    const field = this.find(id);
    return field.kind === 'switch' && field.value;
  }

  /** Ids of what was picked. */
  chosen(id: string): string[] {
    const field = this.find(id);
    return field.kind === 'pick' ? field.chosen.map((item) => item.id) : [];
  }

  /** Parts of a text, parted by commas. */
  list(id: string): string[] {
    return this.text(id)
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
  }

  private find(id: string): FormField {
    const field = this.fields.find((candidate) => candidate.id === id);
    if (!field) throw new Error(`the form has no field ${id}`);
    return field;
  }
}

export function form(of: Pick<FormLayer, 'id' | 'title' | 'fields' | 'onSave'> & { saveLabel?: string }): FormLayer {
  return { kind: 'form', focus: 0, isSaving: false, error: null, saveLabel: 'Save', ...of };
}

export function textField(
  id: string,
  label: string,
  of: { text?: string | null; hint?: string; isSecret?: boolean; isMultiline?: boolean; whenEmpty?: string } = {},
): FormField {
  const { text, hint = '', ...rest } = of;
  return { id, label, hint, kind: 'text', editor: newEditor(text ?? ''), ...rest };
}

export function formKey(layer: FormLayer, key: Key): LayerStep<FormLayer> {
  if (layer.isSaving) return { layer };
  if (key.name === 'escape') return { layer: null };
  if (key.name === 'ctrl+s') return save(layer);
  const field = layer.fields[layer.focus];
  if (!field) return saveButtonKey(layer, key);
  if (key.name === 'tab') return { layer: moved(layer, 1) };
  if (key.name === 'shift+tab') return { layer: moved(layer, -1) };
  if (field.kind !== 'text' || !field.isMultiline) {
    if (key.name === 'down') return { layer: moved(layer, 1) };
    if (key.name === 'up') return { layer: moved(layer, -1) };
  }
  return fieldKey(layer, field, key);
}

export function formPaste(layer: FormLayer, text: string): FormLayer {
  const field = layer.fields[layer.focus];
  if (field?.kind !== 'text') return layer;
  return withField(layer, {
    ...field,
    editor: insertText(field.editor, text, { multiline: field.isMultiline ?? false }),
  });
}

function saveButtonKey(layer: FormLayer, key: Key): LayerStep<FormLayer> {
  if (key.name === 'enter' || key.name === 'space') return save(layer);
  if (['up', 'shift+tab', 'k'].includes(key.name)) return { layer: moved(layer, -1) };
  return { layer: key.name === 'tab' || key.name === 'down' ? { ...layer, focus: 0 } : layer };
}

function fieldKey(layer: FormLayer, field: FormField, key: Key): LayerStep<FormLayer> {
  switch (field.kind) {
    case 'text': {
      if (key.name === 'enter' && !field.isMultiline) return { layer: moved(layer, 1) };
      const editor = editText(field.editor, key, { multiline: field.isMultiline ?? false });
      return { layer: editor ? withField(layer, { ...field, editor }) : layer };
    }
    case 'switch':
      if (key.name === 'space' || key.name === 'left' || key.name === 'right')
        return { layer: withField(layer, { ...field, value: !field.value }) };
      return { layer: key.name === 'enter' ? moved(layer, 1) : layer };
    case 'choice': {
      const step = { left: -1, right: 1, space: 1 }[key.name];
      if (step === undefined) return { layer: key.name === 'enter' ? moved(layer, 1) : layer };
      const index = field.options.findIndex(({ id }) => id === field.value) + step;
      const option = field.options[(index + field.options.length) % field.options.length];
      return { layer: withField(layer, { ...field, value: option?.id ?? field.value }) };
    }
    case 'pick':
      if (key.name !== 'enter' && key.name !== 'space' && key.name !== 'right') return { layer };
      return { layer, after: () => field.open(field.chosen) };
  }
}

/** The form with what was picked for one of its fields. */
export function withPicked(layer: FormLayer, fieldId: string, chosen: PickerItem[]): FormLayer {
  const field = layer.fields.find(({ id }) => id === fieldId);
  return field?.kind === 'pick' ? withField(layer, { ...field, chosen }) : layer;
}

function save(layer: FormLayer): LayerStep<FormLayer> {
  return { layer: { ...layer, isSaving: true, error: null }, after: () => layer.onSave(new FormValues(layer.fields)) };
}

function moved(layer: FormLayer, by: number): FormLayer {
  const count = layer.fields.length + 1;
  return { ...layer, focus: (layer.focus + by + count) % count };
}

function withField(layer: FormLayer, field: FormField): FormLayer {
  return { ...layer, error: null, fields: layer.fields.map((old) => (old.id === field.id ? field : old)) };
}
