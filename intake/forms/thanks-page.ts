import type { KeptResponse } from '../../database/form-responses.ts';
import { fillIn } from '../../domain/chatbot/fill-in.ts';
import type { Form } from '../../domain/form/form.ts';
import { placesOf } from '../../domain/form/request-of.ts';
import { textIn } from '../../domain/form/text-in.ts';
import { asWritten, html, type Html } from '../html.ts';
import type { PageWords } from '../words.ts';

/** What stands after a form was taken in: the form's own words, the number, and the private link. */
export function thanksPage(of: {
  form: Form;
  kept: KeptResponse;
  words: PageWords;
  /** Relative to the page, so that it holds under whatever address that was reached. */
  statusLink: string | null;
  isFramed: boolean;
}): Html {
  const { form, kept, words, statusLink, isFramed } = of;
  const places = { ...placesOf(form, kept.answers ?? {}), number: String(kept.number) };
  // In a frame of another site the page would be too small, and could be taken for a part of that site.
  const place = isFramed ? '_blank' : '_self';
  const link = statusLink
    ? html`<p><a id="status" href="${statusLink}" target="${place}" rel="noopener">${words.statusLink}</a></p>
        <p class="help">${words.keepLink}</p>`
    : html`<p class="help">${words.noStatusLink}</p>`;
  return html`<h1 tabindex="-1" autofocus>${words.thanksTitle}</h1>
    ${asWritten(fillIn(textIn(form.thanks, kept.language), places), 'lines')}
    <p>${words.yourNumber}: <strong class="number" id="number">#${kept.number}</strong></p>
    ${link}`;
}
