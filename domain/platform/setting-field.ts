/** One setting of a source. */
export interface SettingField {
  name: string;
  label: string;
  /** One line on what it is and where to find it. */
  hint: string;
  kind: 'text' | 'secret' | 'choice' | 'list' | 'switch';
  /** Of a choice. */
  choices?: readonly { id: string; label: string }[];
  isRequired: boolean;
  standard?: string | boolean;
}
