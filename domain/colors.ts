import { DeskError } from './errors.ts';

/** The theme's palette: what a status or priority may be coloured. */
export const colors = ['blue', 'orange', 'green', 'yellow', 'purple', 'red', 'cyan', 'grey'] as const;

/** @throws DeskError INVALID_INPUT for a colour that the palette does not have */
export function checkColor(color: string): string {
  if ((colors as readonly string[]).includes(color)) return color;
  throw new DeskError('INVALID_INPUT', `there is no colour ${color}; there are ${colors.join(', ')}`);
}
