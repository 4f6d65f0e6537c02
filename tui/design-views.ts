/** What Request Settings shows of chatbots, forms, calendars and attributes. Times are ISO in UTC. */

export type DesignKind = 'chatbot' | 'form';

export interface DesignView {
  id: string;
  kind: DesignKind;
  name: string;
  title: string;
  isOn: boolean;
  publishedVersion: number | null;
  latestVersion: number;
  /** Where visitors find it; null while intake has not said where it listens. */
  url: string | null;
}

export interface DesignVersionView {
  version: number;
  savedAt: string;
  savedBy: string;
  /** When visitors got it last; null for a draft. */
  publishedAt: string | null;
}

/** A design to read. */
export interface DesignPicture {
  /** The newest version: the tree of a chatbot, the fields of a form. */
  lines: string[];
  /** Newest first. */
  versions: DesignVersionView[];
}

export interface CalendarView {
  id: string;
  name: string;
  timeZone: string;
  isOpenNow: boolean;
  /** Its hours, in the words of its file. */
  hours: string[];
}

export const attributeTypes = ['text', 'number', 'yes-no', 'date', 'choice'] as const;
export type AttributeType = (typeof attributeTypes)[number];

export interface AttributeView {
  id: string;
  name: string;
  type: AttributeType;
  choices: string[];
}

/** What a file of Request Settings is of; `name` is null for a new one. */
export type SettingsFile = { kind: DesignKind | 'calendar'; name: string | null };

export interface DesignsData {
  /** @param look how wide a line may be, and whether its strokes are ASCII */
  readDesign(design: DesignView, look: { cells: number; isAscii: boolean }): Promise<DesignPicture>;
  /** What its owner wrote last; a template for a new one. */
  readFile(file: SettingsFile): Promise<string>;
  /**
   * Saves a file: a design as a draft.
   * @returns what was saved, in words
   * @throws DeskError naming every problem by its line
   */
  saveFile(file: SettingsFile, text: string): Promise<string>;
  /** Puts a text that could not be saved where its writer finds it again. @returns where */
  keepFile(file: SettingsFile, text: string): Promise<string>;
  publishDesign(design: DesignView, version: number): Promise<void>;
  switchDesign(design: DesignView, isOn: boolean): Promise<void>;
  removeDesign(design: DesignView): Promise<void>;
  removeCalendar(id: string): Promise<void>;
  saveAttribute(attribute: Omit<AttributeView, 'id'> & { id: string | null }): Promise<void>;
  removeAttribute(id: string): Promise<void>;
}
