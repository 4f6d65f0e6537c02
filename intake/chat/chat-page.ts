import type { Chatbot, Language } from '../../domain/chatbot/flow.ts';
import { html, type Html } from '../html.ts';
import type { loadPageFiles } from './page-files.ts';

const texts = {
  en: {
    log: 'Conversation',
    field: 'Your message',
    send: 'Send',
    again: 'New conversation',
    noScript:
      'This chat needs JavaScript, which is switched off in your browser. Write to us by the contact form or the e-mail address of the site you came from.',
    missing: 'There is no chat at this address.',
    away: 'This chat is not available now.',
    unwell: 'The chat cannot be shown at the moment. Please try again shortly.',
    other: 'Write to us by the contact form or the e-mail address of the site you came from.',
  },
  tr: {
    log: 'Görüşme',
    field: 'Mesajınız',
    send: 'Gönder',
    again: 'Yeni görüşme',
    noScript:
      'Bu sohbet için JavaScript gerekiyor; tarayıcınızda kapalı. Bize geldiğiniz sitedeki iletişim formundan veya e-posta adresinden yazabilirsiniz.',
    missing: 'Bu adreste bir sohbet yok.',
    away: 'Bu sohbet şu anda kullanılamıyor.',
    unwell: 'Sohbet şu anda gösterilemiyor. Lütfen biraz sonra yeniden deneyin.',
    other: 'Bize geldiğiniz sitedeki iletişim formundan veya e-posta adresinden yazabilirsiniz.',
  },
};

/** The page of one chatbot. Its script fills the log; addresses are relative, so it also works behind a path. */
export function chatPage(chatbot: Chatbot, files: ReturnType<typeof loadPageFiles>): Html {
  const words = texts[chatbot.language];
  const body = html`<body data-chatbot="${chatbot.name}" data-title="${chatbot.title}">
    <header>
      <h1 dir="auto">${chatbot.title}</h1>
      <p id="who"></p>
    </header>
    <noscript><p>${words.noScript}</p></noscript>
    <div id="log" role="log" aria-live="polite" aria-label="${words.log}" tabindex="0"></div>
    <p id="status" role="status"></p>
    <form id="composer">
      <label for="text" class="only-heard">${words.field}</label>
      <textarea
        id="text"
        rows="1"
        maxlength="20000"
        dir="auto"
        placeholder="${words.field}"
        enterkeyhint="send"
        autocomplete="off"
      ></textarea>
      <button class="main">${words.send}</button>
    </form>
    <section id="ended" hidden>
      <p id="end" role="status"></p>
      <button type="button" class="main" id="again">${words.again}</button>
    </section>
    <script type="module" src="assets/chat.js?v=${files['chat.js'].version}"></script>
  </body>`;
  return page({ language: chatbot.language, title: chatbot.title, style: files['chat.css'].version, body });
}

/** What a visitor sees who finds no chat. */
export function noChatPage(language: Language, status: number, style: string): Html {
  const words = texts[language];
  const text = status === 404 ? words.missing : status === 410 ? words.away : words.unwell;
  const body = html`<body>
    <header><h1>${text}</h1></header>
    <p>${words.other}</p>
  </body>`;
  return page({ language, title: text, style, body });
}

function page({
  language,
  title,
  style,
  body,
}: {
  language: Language;
  title: string;
  style: string;
  body: Html;
}): Html {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="assets/chat.css?v=${style}" />
      </head>
      ${body}
    </html>`;
}
