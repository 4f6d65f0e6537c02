import { foldTopic } from '../fold.ts';
import type { Position, Said } from './conversation.ts';
import type { Block } from './flow.ts';

type Options = Extract<Block, { kind: 'options' }>['options'];

/** Buttons of a block. Their ids name the place, so that a late press of an older button picks nothing here. */
export function buttonsOf(options: Options, { flow, block }: Position): NonNullable<Said['options']> {
  return options.map(({ label }, index) => ({ id: `${flow}/${block}/${index + 1}`, label }));
}

/**
 * What the visitor picked: by the button's id, by typing its label or its number ("2", "2.", "2)").
 * @returns null when it is none of them
 */
export function pickOption(
  options: Options,
  position: Position,
  line: { text: string; option: string | null },
): Options[number] | null {
  const buttons = buttonsOf(options, position);
  const pressed = buttons.findIndex(({ id }) => id === line.option);
  if (pressed >= 0) return options[pressed] ?? null;
  const typed = foldTopic(line.text);
  const named = options.find(({ label }) => foldTopic(label) === typed);
  if (named) return named;
  const number = /^#?(\d{1,2})[.)]?$/u.exec(typed)?.[1];
  return number === undefined ? null : (options[Number(number) - 1] ?? null);
}
