import { RE2JS } from 're2js';
import { cleanLine, cleanWords } from '../chatbot/clean-words.ts';
import { fitEmail, fitPhone } from '../chatbot/fit-answer.ts';
import type { Language } from '../chatbot/flow.ts';
import { answerWords, type AnswerWords } from './answer-words.ts';
import type { Form, FormField } from './form.ts';
import { textIn } from './text-in.ts';

/** A text for most fields, several for choices and files, none where nothing was answered. */
export type Answers = Record<string, string | string[]>;

/** What came in a post, by the names it came under. */
export type GivenAnswers = Record<string, string[]>;

export interface CheckedAnswers {
  answers: Answers;
  /** By field, in the form's order; names that are no field stand at the end. */
  problems: { field: string; message: string }[];
}

const LONGEST_LINE = 500;
const LONGEST_BLOCK = 20_000;
const TICKED = /^(?:yes|true|on|1|evet)$/i;
const UNTICKED = /^(?:no|false|off|0|hayır|)$/i;

/**
 * Checks a post against its form: values trimmed, control characters removed (line feeds stay where there may be
 * lines), never longer than the field allows.
 * @param given by field; of a file field the names of its files
 */
export function checkAnswers(form: Form, given: GivenAnswers, language: Language): CheckedAnswers {
  const checked: CheckedAnswers = { answers: {}, problems: [] };
  const says = answerWords[language];
  for (const field of form.fields) {
    const values = (Object.hasOwn(given, field.name) ? given[field.name] : undefined) ?? [];
    const fitted = fit(field, values, { says, language });
    if ('message' in fitted) checked.problems.push({ field: field.name, message: fitted.message });
    else if (fitted.answer !== null) checked.answers[field.name] = fitted.answer;
  }
  const names = new Set(form.fields.map(({ name }) => name));
  for (const name of Object.keys(given).filter((key) => !names.has(key))) {
    checked.problems.push({ field: name, message: says.unknown });
  }
  return checked;
}

type Fitted = { answer: string | string[] | null } | { message: string };

interface Speech {
  says: AnswerWords;
  language: Language;
}

function fit(field: FormField, values: string[], speech: Speech): Fitted {
  const { says } = speech;
  if (field.type === 'choices') return fitChoices(field, values, says);
  if (field.type === 'file') return fitFiles(field, values, says);
  if (values.length > 1) return { message: says.single };
  const [value = ''] = values;
  if (field.type === 'checkbox') return fitCheckbox(field, value, says);
  const text = field.type === 'textarea' ? cleanWords(value, Infinity) : cleanLine(value, Infinity);
  if (text === '') {
    if (!field.isRequired) return { answer: null };
    return { message: field.type === 'choice' ? says.unchosen : says.missing };
  }
  if (field.type === 'choice') return isOption(field, text) ? { answer: text } : { message: says.option };
  if (field.type === 'number') return fitNumber(field, text, says);
  if (field.type === 'date') return isDate(text) ? { answer: text } : { message: says.date };
  return fitText(field, text, speech);
}

function fitText(field: FormField, text: string, speech: Speech): Fitted {
  const { says } = speech;
  const problem = lengthProblem(field, text, says);
  if (problem) return { message: problem };
  if (field.pattern !== null && !RE2JS.matches(field.pattern, text)) {
    return { message: field.patternMessage ? textIn(field.patternMessage, speech.language) : says.pattern };
  }
  if (field.type === 'email') {
    const email = fitEmail(text);
    return email === null ? { message: says.email } : { answer: email };
  }
  if (field.type === 'phone') {
    const phone = fitPhone(text);
    return phone === null ? { message: says.phone } : { answer: phone };
  }
  return { answer: text };
}

/** Characters are counted as people see them, near enough: not as bytes. */
function lengthProblem(field: FormField, text: string, says: AnswerWords): string | null {
  const length = Array.from(text).length;
  const longest = longestAnswer(field);
  if (length > longest) return says.longerThan(longest, length);
  if (field.min !== null && length < field.min) return says.shorterThan(field.min);
  return null;
}

/** In characters; pages tell it to browsers too. */
export function longestAnswer({ type, max }: FormField): number {
  const most = type === 'textarea' ? LONGEST_BLOCK : LONGEST_LINE;
  return max === null ? most : Math.min(max, most);
}

function fitNumber(field: FormField, text: string, says: AnswerWords): Fitted {
  const plain = text.replace(',', '.').replace(/^\+/, '');
  if (!/^-?\d{1,15}(?:\.\d{1,10})?$/.test(plain)) return { message: says.number };
  if (field.min !== null && Number(plain) < field.min) return { message: says.lessThan(field.min) };
  if (field.max !== null && Number(plain) > field.max) return { message: says.moreThan(field.max) };
  return { answer: plain };
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function isOption(field: FormField, value: string): boolean {
  return field.options.some((option) => option.value === value);
}

function fitChoices(field: FormField, values: string[], says: AnswerWords): Fitted {
  const chosen = [...new Set(values.map((value) => cleanLine(value, Infinity)).filter((value) => value !== ''))];
  if (!chosen.every((value) => isOption(field, value))) return { message: says.option };
  if (chosen.length === 0) return field.isRequired ? { message: says.unchosen } : { answer: null };
  if (field.min !== null && chosen.length < field.min) return { message: says.fewerThan(field.min) };
  if (field.max !== null && chosen.length > field.max) return { message: says.severalThan(field.max) };
  return { answer: chosen };
}

function fitCheckbox(field: FormField, value: string, says: AnswerWords): Fitted {
  if (TICKED.test(value.trim())) return { answer: 'yes' };
  if (!UNTICKED.test(value.trim())) return { message: says.option };
  return field.isRequired ? { message: says.unchecked } : { answer: null };
}

function fitFiles(field: FormField, names: string[], says: AnswerWords): Fitted {
  if (names.length > 0) return { answer: names };
  return field.isRequired ? { message: says.fileMissing } : { answer: null };
}
