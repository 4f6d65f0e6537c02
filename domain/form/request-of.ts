import { fillIn } from '../chatbot/fill-in.ts';
import type { Language } from '../chatbot/flow.ts';
import type { Answers } from './check-answers.ts';
import type { FieldType, Form, FormField } from './form.ts';
import { textIn } from './text-in.ts';

const LONGEST_SUBJECT = 200;

/** What a filled-in form asks for, as a ticket keeps it. */
export interface FormRequest {
  subject: string;
  /** All answers, each as `Label: value`. */
  text: string;
  /** The customer's own words: the longest answer of many lines, else the first text, else all answers. */
  words: string;
  contact: { name: string | null; email: string | null; phone: string | null };
}

export function requestOf(form: Form, answers: Answers, language: Language): FormRequest {
  const text = answerLines(form, answers, language);
  return {
    subject: subjectOf(form, answers),
    text,
    words: ownWords(form, answers) ?? text,
    contact: {
      name: firstOf(form, answers, 'name'),
      email: firstOf(form, answers, 'email'),
      phone: firstOf(form, answers, 'phone'),
    },
  };
}

/** Answers as `{{field}}` places take them. */
export function placesOf(form: Form, answers: Answers): Record<string, string> {
  return Object.fromEntries(form.fields.map(({ name }) => [name, flat(answers[name])]));
}

function subjectOf(form: Form, answers: Answers): string {
  const filled = fillIn(form.subject, placesOf(form, answers), { isOneLine: true });
  const letters = Array.from(filled === '' ? form.title : filled);
  return letters.length > LONGEST_SUBJECT ? `${letters.slice(0, LONGEST_SUBJECT - 1).join('')}…` : letters.join('');
}

function answerLines(form: Form, answers: Answers, language: Language): string {
  const lines = form.fields
    .filter(({ name }) => answers[name] !== undefined)
    .map((field) => `${textIn(field.label, language)}: ${shown(field, answers[field.name], language)}`);
  return lines.length > 0 ? lines.join('\n') : form.title;
}

/** Options are told by their labels, as the visitor saw them. */
function shown(field: FormField, answer: string | string[] | undefined, language: Language): string {
  if (field.type === 'checkbox') return language === 'tr' ? 'evet' : 'yes';
  const values = Array.isArray(answer) ? answer : [answer ?? ''];
  const labels = values.map((value) => {
    const option = field.options.find((one) => one.value === value);
    return option ? textIn(option.label, language) : value;
  });
  const text = labels.join(', ');
  return text.includes('\n') ? `\n${text}` : text;
}

function ownWords(form: Form, answers: Answers): string | null {
  const blocks = answersOf(form, answers, 'textarea').toSorted((one, other) => other.length - one.length);
  return blocks[0] ?? answersOf(form, answers, 'text')[0] ?? null;
}

function firstOf(form: Form, answers: Answers, type: FieldType): string | null {
  return answersOf(form, answers, type)[0] ?? null;
}

function answersOf(form: Form, answers: Answers, type: FieldType): string[] {
  return form.fields
    .filter((field) => field.type === type)
    .map(({ name }) => flat(answers[name]))
    .filter((value) => value !== '');
}

function flat(answer: string | string[] | undefined): string {
  return Array.isArray(answer) ? answer.join(', ') : (answer ?? '');
}
