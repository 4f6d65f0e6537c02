import type { Language } from '../chatbot/flow.ts';
import type { Text } from './form.ts';

/** A text in the language, or in any other that it has. */
export function textIn(text: Text, language: Language): string {
  if (typeof text === 'string') return text;
  return text[language] ?? text.en ?? text.tr ?? '';
}
