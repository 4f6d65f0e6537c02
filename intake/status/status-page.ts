import type { Language } from '../../domain/chatbot/flow.ts';
import { localDateTime } from '../../domain/mail/local-date-time.ts';
import type { PublicConversation, PublicMessage } from '../../database/public-conversation.ts';
import { asWritten, html, textArea, type Html } from '../html.ts';
import { statusWords, type StatusWords } from './status-words.ts';

export interface StatusPage {
  talk: PublicConversation;
  language: Language;
  timeZone: string;
  /** Names this rendering: what is sent with it is added once. */
  key: string;
  /** Typed before, and what is wrong with it. */
  text: string;
  problem: string | null;
  /** Good news of what was just sent. */
  notice: string | null;
}

/** The body of a customer's own page: how the request stands, what was said, and a place to add to it. */
export function statusPage(page: StatusPage): Html {
  const { talk, language, problem, notice } = page;
  const words = statusWords[language];
  const wrong = problem ? html` aria-invalid="true" aria-describedby="problem" autofocus` : null;
  const box = html`id="text" name="text" rows="6" required${wrong}`;
  return html`<h1>${words.title(talk.number)}</h1>
    ${notice ? html`<p role="status" id="notice"><strong>${notice}</strong></p>` : null}
    <dl>
      <dt>${words.number}</dt>
      <dd id="number">#${talk.number}</dd>
      <dt>${words.subject}</dt>
      <dd id="subject"><bdi>${talk.subject ?? words.noSubject}</bdi></dd>
      <dt>${words.status}</dt>
      <dd id="state">${words.categories[talk.category]}</dd>
    </dl>
    <h2>${words.talk}</h2>
    <ol class="talk">
      ${talk.messages.map((message) => messageHtml(message, page, words))}
    </ol>
    <form method="post" action="?lang=${language}" accept-charset="utf-8">
      <h2>${words.add}</h2>
      <input type="hidden" name="key" value="${page.key}" />
      <div class="field">
        <label for="text">${words.yourMessage}</label>
        ${problem ? html`<p class="error" id="problem" role="alert">${problem}</p>` : null} ${textArea(box, page.text)}
      </div>
      <button type="submit">${words.send}</button>
    </form>`;
}

function messageHtml(message: PublicMessage, { timeZone }: StatusPage, words: StatusWords): Html {
  const { number, isOurs, isByMail, name, text, files, at } = message;
  const by = isOurs ? (name ? `${words.us} – ${name}` : words.us) : words.you;
  return html`<li id="m-${number}" class="${isOurs ? 'ours' : 'theirs'}">
    <p class="by">
      <strong><bdi>${by}</bdi></strong> <time datetime="${at}">${localDateTime(Date.parse(at), timeZone)}</time>
    </p>
    ${isByMail ? html`<p class="help">${words.byMail}</p>` : asWritten(text, 'words')}
    ${files.length > 0 ? html`<p class="by">${words.files}: <bdi>${files.join(', ')}</bdi></p>` : null}
  </li> `;
}
