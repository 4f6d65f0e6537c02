import { fitToCells } from '../../domain/cell-width.ts';
import type { PushedFormView } from '../../domain/platform/pushed-form.ts';
import { safeLine } from '../../domain/safe-text.ts';
import type { Style } from './line.ts';
import { ageText } from './times.ts';

/** A form of another vendor: whether its responses become tickets, and how many there are. */
export function pushedFormRow(form: PushedFormView, now: number): { text: string; style: Style } {
  const last = form.lastAt ? `, last ${ageText(form.lastAt, now)} ago` : '';
  const tags = form.tags.length > 0 ? `, tags ${safeLine(form.tags.join(', '))}` : '';
  const counts = `${form.responseCount} responses, ${form.unticketedCount} without ticket${last}`;
  return {
    text: `${form.isRedirected ? 'to tickets ' : 'kept only  '}${fitToCells(safeLine(form.name), 22)} ${safeLine(form.source)}, ${counts}${tags}`,
    style: form.isRedirected ? 'plain' : 'quiet',
  };
}
