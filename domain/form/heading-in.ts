import type { Language } from '../chatbot/flow.ts';
import type { Form } from './form.ts';
import { textIn } from './text-in.ts';

/** What stands above a form's page in the language. A version that was kept before headings were has its title alone. */
export function headingIn(form: Pick<Form, 'title'> & Partial<Pick<Form, 'heading'>>, language: Language): string {
  return textIn(form.heading ?? form.title, language);
}
