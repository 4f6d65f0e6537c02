import type { Language } from '../chatbot/flow.ts';

/** A web form as its owner designed it. Texts may differ by language. */
export interface Form {
  /** Names it in commands and addresses: letters, digits and dashes. */
  name: string;
  title: string;
  /** What stands above the page; null: the title. */
  heading: Text | null;
  /** The page's languages, the standard one first. */
  languages: Language[];
  intro: Text | null;
  fields: FormField[];
  /** Subject of the ticket; may hold `{{field}}`. */
  subject: string;
  /** Tags of the ticket: the form's own, and the one that redirection rules look for. */
  tags: string[];
  redirectionTag: string | null;
  /** Said after the ticket is made; may hold `{{number}}` and `{{field}}`. */
  thanks: Text;
  /** Sites that may embed it, as origins. */
  origins: string[];
  limits: { postsPerHour: number; postsPerDay: number; files: number; fileBytes: number };
}

/** One text for all languages, or one for each. */
export type Text = string | Partial<Record<Language, string>>;

export const fieldTypes = [
  'text',
  'textarea',
  'name',
  'email',
  'phone',
  'number',
  'date',
  'choice',
  'choices',
  'checkbox',
  'file',
] as const;
export type FieldType = (typeof fieldTypes)[number];

export interface FormField {
  /** Names it in posts and in `{{…}}`. */
  name: string;
  type: FieldType;
  label: Text;
  help: Text | null;
  isRequired: boolean;
  /** In characters for texts, in value for numbers. */
  min: number | null;
  max: number | null;
  /** A regular expression (RE2) that the whole value must fit, and what to say when it does not. */
  pattern: string | null;
  patternMessage: Text | null;
  options: { value: string; label: Text }[];
}
