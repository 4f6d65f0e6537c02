import type { Line } from '../draw/line.ts';
import type { Key } from '../input/key.ts';
import type { LayerStep } from './layer.ts';

/** Text to read, such as the help. */
export interface InfoLayer {
  kind: 'info';
  title: string;
  lines: readonly Line[];
  scroll: number;
}

export function info(title: string, lines: readonly Line[]): InfoLayer {
  return { kind: 'info', title, lines, scroll: 0 };
}

const steps: Record<string, number> = {
  j: 1,
  down: 1,
  k: -1,
  up: -1,
  pagedown: 15,
  'ctrl+d': 15,
  space: 15,
  pageup: -15,
  'ctrl+u': -15,
  g: -1e6,
  home: -1e6,
  G: 1e6,
  end: 1e6,
};

export function infoKey(layer: InfoLayer, key: Key): LayerStep<InfoLayer> {
  if (['escape', 'q', '?', 'enter'].includes(key.name)) return { layer: null };
  const scroll = Math.min(Math.max(0, layer.lines.length - 5), Math.max(0, layer.scroll + (steps[key.name] ?? 0)));
  return { layer: { ...layer, scroll } };
}
