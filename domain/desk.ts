import type { Category } from './ticket.ts';

export interface Status {
  id: string;
  name: string;
  category: Category;
  /** A name of the theme's palette: blue, orange, green, yellow, purple, red, cyan, grey. */
  color: string;
  position: number;
  isDefault: boolean;
}

export interface Priority {
  id: string;
  name: string;
  rank: number;
  color: string;
  isDefault: boolean;
}

/** Settings that decisions read. */
export interface DeskSettings {
  name: string;
  /** A solved ticket reopens for so long; a later message opens a new, linked one. */
  reopenDays: number;
  /** A deleted ticket can be restored for so long. */
  purgeDays: number;
  /** IANA zone in which mails tell times. */
  timeZone: string;
  /** Words that an answer under a platform's review must not hold: what it refused before. */
  forbiddenAnswerWords: string[];
}

export const standardSettings: DeskSettings = {
  name: 'Deskhand',
  reopenDays: 14,
  purgeDays: 30,
  timeZone: 'Europe/Istanbul',
  forbiddenAnswerWords: [],
};

/** What a decision may know of the desk. */
export interface Desk {
  settings: DeskSettings;
  statuses: Status[];
  priorities: Priority[];
}

/** The status a ticket gets when only the category is known. */
export function defaultStatus(desk: Desk, category: Category): Status {
  const ofCategory = desk.statuses.filter((status) => status.category === category);
  const found = ofCategory.find((status) => status.isDefault) ?? ofCategory[0];
  if (!found) throw new Error(`the desk has no status of category ${category}`);
  return found;
}

export function defaultPriority(desk: Desk): Priority {
  const found = desk.priorities.find((priority) => priority.isDefault) ?? desk.priorities[0];
  if (!found) throw new Error('the desk has no priority');
  return found;
}
