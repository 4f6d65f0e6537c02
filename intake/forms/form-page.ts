import type { Language } from '../../domain/chatbot/flow.ts';
import type { GivenAnswers } from '../../domain/form/check-answers.ts';
import type { Form, FormField } from '../../domain/form/form.ts';
import { textIn } from '../../domain/form/text-in.ts';
import { headingIn } from '../../domain/form/heading-in.ts';
import { asWritten, html, textArea, type Html } from '../html.ts';
import { pageWords, saySize, type PageWords } from '../words.ts';
import type { FormProblem } from './form-refusal.ts';

export interface FormPage {
  form: Form;
  language: Language;
  /** Names this rendering; null: what is sent is not known again. */
  pageKey: string;
  /** What the visitor typed before, and what is wrong with it. */
  given: GivenAnswers;
  problems: FormProblem[];
  /** Said above all, for what no field is to blame. */
  message: string | null;
  /** In a frame of another page. */
  isFramed: boolean;
  /** Signed by the embedding page. */
  user: string;
}

/** Options up to so many are seen at once; more are a list to open. */
const MOST_RADIOS = 7;

const completes: Partial<Record<FormField['type'], string>> = { name: 'name', email: 'email', phone: 'tel' };
const inputTypes: Partial<Record<FormField['type'], string>> = {
  email: 'email',
  phone: 'tel',
  date: 'date',
  file: 'file',
};

/** The body of a form's page: it works without scripts, and every mistake is named where it stands and above all. */
export function formPage(page: FormPage): Html {
  const { form, language, problems, message } = page;
  const words = pageWords[language];
  const hasFiles = form.fields.some(({ type }) => type === 'file');
  return html`${languageLinks(page, words)}
    <h1>${headingIn(form, language)}</h1>
    ${form.intro === null ? null : asWritten(textIn(form.intro, language), 'lines')}
    ${problems.length > 0 || message ? summary(page, words) : null}
    <form
      method="post"
      action="${action(page)}"
      accept-charset="utf-8"
      ${hasFiles ? html` enctype="multipart/form-data"` : null}
    >
      <input type="hidden" name="key" value="${page.pageKey}" />
      <input type="hidden" name="lang" value="${language}" />
      <input type="hidden" name="user" value="${page.user}" />
      <div class="away" aria-hidden="true">
        <label
          >${words.leaveEmpty} <input type="text" name="homepage_url" value="" tabindex="-1" autocomplete="off"
        /></label>
      </div>
      ${form.fields.map((field) => fieldHtml(field, page))}
      <button type="submit">${words.send}</button>
    </form>`;
}

/** Relative: so it holds under whatever address the page was reached. */
function action({ language, isFramed }: FormPage): string {
  return `?lang=${language}${isFramed ? '&embed=1' : ''}`;
}

function languageLinks({ form, language, isFramed }: FormPage, words: PageWords): Html | null {
  if (form.languages.length < 2) return null;
  const names: Record<Language, string> = { en: 'English', tr: 'Türkçe' };
  const links = form.languages.map((one) =>
    one === language
      ? html`<li><span aria-current="true">${names[one]}</span></li>`
      : html`<li>
          <a href="?lang=${one}${isFramed ? '&embed=1' : ''}" hreflang="${one}" lang="${one}">${names[one]}</a>
        </li>`,
  );
  return html`<nav class="languages" aria-label="${words.language}">
    <ul>
      ${links}
    </ul>
  </nav>`;
}

/** Takes the focus as the page opens: a screen reader begins with what is wrong. */
function summary({ form, language, problems, message }: FormPage, words: PageWords): Html {
  const items = problems.map((problem) => {
    const field = form.fields.find(({ name }) => name === problem.field);
    if (!field) return html`<li>${problem.field}: ${problem.message}</li>`;
    return html`<li><a href="#${focusTarget(field)}">${textIn(field.label, language)}: ${problem.message}</a></li>`;
  });
  const hasFiles = form.fields.some(({ type }) => type === 'file');
  return html`<div class="summary" role="alert" tabindex="-1" autofocus id="errors">
    <p>${message ?? words.errorSummary}</p>
    ${
      items.length > 0
        ? html`<ul>
            ${items}
          </ul>`
        : null
    }
    ${hasFiles ? html`<p>${words.filesAgain}</p>` : null}
  </div>`;
}

/** What a link of the summary leads to: the first thing of the field that can be typed into or chosen. */
function focusTarget(field: FormField): string {
  const isGroup = field.type === 'choices' || (field.type === 'choice' && field.options.length <= MOST_RADIOS);
  return isGroup ? `f-${field.name}-0` : `f-${field.name}`;
}

interface Shown {
  field: FormField;
  values: string[];
  /** Attributes that tie help and mistake to the control. */
  described: Html | null;
  isInvalid: Html | null;
  words: PageWords;
  language: Language;
  label: Html;
  notes: Html;
}

function fieldHtml(field: FormField, page: FormPage): Html {
  const { language, form } = page;
  const words = pageWords[language];
  const problem = page.problems.find((one) => one.field === field.name);
  const help = [
    ...(field.help === null ? [] : [textIn(field.help, language)]),
    ...(field.type === 'file' ? [words.filesHint(form.limits.files, saySize(form.limits.fileBytes))] : []),
  ];
  const ids = [...(help.length > 0 ? [`h-${field.name}`] : []), ...(problem ? [`e-${field.name}`] : [])];
  const shown: Shown = {
    field,
    values: (Object.hasOwn(page.given, field.name) ? page.given[field.name] : undefined) ?? [],
    described: ids.length > 0 ? html` aria-describedby="${ids.join(' ')}"` : null,
    isInvalid: problem ? html` aria-invalid="true"` : null,
    words,
    language,
    label: html`${textIn(field.label, language)}${field.isRequired ? html` <span class="need">(${words.required})</span>` : null}`,
    notes: html`${help.length > 0 ? html`<p class="help" id="h-${field.name}">${help.join(' ')}</p>` : null}${problem ? html`<p class="error" id="e-${field.name}">${problem.message}</p>` : null}`,
  };
  if (field.type === 'choices') return group(shown, 'checkbox');
  if (field.type === 'choice') return field.options.length > MOST_RADIOS ? list(shown) : group(shown, 'radio');
  if (field.type === 'checkbox') return tick(shown);
  return line(shown);
}

function line({ field, values, described, isInvalid, label, notes }: Shown): Html {
  const { name, type } = field;
  const required = field.isRequired ? html` required` : null;
  const [value = ''] = values;
  const common = html`id="f-${name}" name="${name}"${described}${isInvalid}${required}`;
  const hint = completes[type] ? html` autocomplete="${completes[type]}"` : null;
  const mode = type === 'number' ? html` inputmode="decimal"` : null;
  const control =
    type === 'textarea'
      ? textArea(html`${common} rows="6"`, value)
      : type === 'file'
        ? html`<input type="file" ${common} multiple />`
        : html`<input type="${inputTypes[type] ?? 'text'}" ${common}${hint}${mode} value="${value}" />`;
  return html`<div class="field"><label for="f-${name}">${label}</label>${notes}${control}</div> `;
}

function list({ field, values, described, isInvalid, label, notes, words, language }: Shown): Html {
  const { name } = field;
  return html`<div class="field">
    <label for="f-${name}">${label}</label>${notes}<select
      id="f-${name}"
      name="${name}"
      ${described}${isInvalid}${field.isRequired ? html` required` : null}
    >
      <option value="">${words.choose}</option>
      ${field.options.map(({ value, label: text }) => html`<option value="${value}" ${values.includes(value) ? html` selected` : null}>${textIn(text, language)}</option>`)}
    </select>
  </div> `;
}

function group({ field, values, described, label, notes, language }: Shown, type: 'radio' | 'checkbox'): Html {
  const { name, isRequired } = field;
  const choices = field.options.map(
    ({ value, label: text }, index) =>
      html`<label class="choice"
        ><input
          type="${type}"
          id="f-${name}-${index}"
          name="${name}"
          value="${value}"
          ${type === 'radio' && isRequired ? html` required` : null}${values.includes(value) ? html` checked` : null}
        /><span>${textIn(text, language)}</span></label
      >`,
  );
  return html`<fieldset class="field" ${described}>
    <legend>${label}</legend>
    ${notes}${choices}
  </fieldset> `;
}

function tick({ field, values, described, isInvalid, label, notes }: Shown): Html {
  const { name } = field;
  const isTicked = /^(?:yes|true|on|1|evet)$/i.test(values[0] ?? '');
  return html`<div class="field">
    ${notes}<label class="choice"
      ><input
        type="checkbox"
        id="f-${name}"
        name="${name}"
        value="yes"
        ${described}${isInvalid}${field.isRequired ? html` required` : null}${isTicked ? html` checked` : null}
      /><span>${label}</span></label
    >
  </div> `;
}
