import type { App } from '../app-context.ts';
import type { ComposerLayer } from '../layers/composer.ts';
import { form, withPicked, type FormField, type FormLayer, type FormValues } from '../layers/form.ts';
import type { Layer } from '../layers/layer.ts';
import type { PickerItem, PickerLayer } from '../layers/picker.ts';
import { errorText, tell } from './tell.ts';
import { asDeskError } from './as-desk-error.ts';

export function openLayer(app: App, layer: Layer): void {
  app.store.update((state) => ({ ...state, layers: [...state.layers, layer] }));
}

/** Changes the composer of a draft, if it is still open; null closes it. */
export function changeComposer(
  app: App,
  draftId: string,
  change: (layer: ComposerLayer) => ComposerLayer | null,
): void {
  changeLayers(app, (layer) => (layer.kind === 'composer' && layer.draftId === draftId ? change(layer) : layer));
}

export function changeForm(app: App, formId: string, change: (layer: FormLayer) => FormLayer | null): void {
  changeLayers(app, (layer) => (layer.kind === 'form' && layer.id === formId ? change(layer) : layer));
}

export function changePicker(app: App, pickerId: string, change: (layer: PickerLayer) => PickerLayer): void {
  changeLayers(app, (layer) => (layer.kind === 'picker' && layer.id === pickerId ? change(layer) : layer));
}

function changeLayers(app: App, change: (layer: Layer) => Layer | null): void {
  app.store.update((state) => ({ ...state, layers: state.layers.map(change).filter((layer) => layer !== null) }));
}

/**
 * Opens a form. `save` gets what was filled in and returns what to say; when it rejects, the form stays open with the
 * reason. A pick field's list is put in by `putPicked`.
 */
export function openForm(
  app: App,
  of: {
    id: string;
    title: string;
    fields: readonly FormField[];
    saveLabel?: string;
    save: (values: FormValues) => Promise<string>;
  },
): void {
  const { save, ...rest } = of;
  const onSave = (values: FormValues) => {
    save(values).then(
      (text) => {
        changeForm(app, of.id, () => null);
        tell(app, text);
        app.readNow();
      },
      (error: unknown) => {
        if (!asDeskError(error)) app.log(error);
        changeForm(app, of.id, (layer) => ({ ...layer, isSaving: false, error: errorText(error) }));
      },
    );
  };
  openLayer(app, form({ ...rest, onSave }));
}

export function putPicked(app: App, formId: string, picked: { fieldId: string; chosen: PickerItem[] }): void {
  changeForm(app, formId, (layer) => withPicked(layer, picked.fieldId, picked.chosen));
}
