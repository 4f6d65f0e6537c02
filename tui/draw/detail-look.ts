import type { Theme } from '../theme.ts';

/** How a part of a ticket is drawn. */
export interface DetailLook {
  width: number;
  theme: Theme;
  timeZone: string;
  showsQuotes: boolean;
}
