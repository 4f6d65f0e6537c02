import type { Key } from '../input/key.ts';
import type { ComposerLayer } from './composer.ts';
import { composerKey, composerPaste } from './composer.ts';
import type { ConfirmLayer } from './confirm.ts';
import { confirmKey } from './confirm.ts';
import type { FormLayer } from './form.ts';
import { formKey, formPaste } from './form.ts';
import type { InfoLayer } from './info.ts';
import { infoKey } from './info.ts';
import type { PickerLayer } from './picker.ts';
import { pickerKey, pickerPaste } from './picker.ts';
import type { PromptLayer } from './prompt.ts';
import { promptKey, promptPaste } from './prompt.ts';

/** Something open above the screen. It takes every key until it closes. */
export type Layer = ConfirmLayer | PromptLayer | PickerLayer | ComposerLayer | FormLayer | InfoLayer;

/** What a key does to a layer: the layer afterwards (null: closed), and what else happens then. */
export interface LayerStep<Changed extends Layer = Layer> {
  layer: Changed | null;
  after?: () => void;
}

export function layerKey(layer: Layer, key: Key): LayerStep {
  switch (layer.kind) {
    case 'confirm':
      return confirmKey(layer, key);
    case 'prompt':
      return promptKey(layer, key);
    case 'picker':
      return pickerKey(layer, key);
    case 'composer':
      return composerKey(layer, key);
    case 'form':
      return formKey(layer, key);
    case 'info':
      return infoKey(layer, key);
  }
}

/** A paste is text wherever text is written, and nothing anywhere else. */
export function layerPaste(layer: Layer, text: string): Layer {
  switch (layer.kind) {
    case 'prompt':
      return promptPaste(layer, text);
    case 'picker':
      return pickerPaste(layer, text);
    case 'composer':
      return composerPaste(layer, text);
    case 'form':
      return formPaste(layer, text);
    default:
      return layer;
  }
}
