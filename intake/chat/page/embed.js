/* global DESKHAND_CHAT */
// Puts a button on a site that opens the chat in a frame. The intake fills in DESKHAND_CHAT when it serves this.
// The site may name its visitor by a signed token: `data-user` of this script's element, or
// `window.DeskhandChat = { user }` set before the chat is opened.
(() => {
  /** { name, origins, title, language } */
  const settings = DESKHAND_CHAT;
  const script = document.currentScript;
  const page = new URL(script.src.replace(/\/embed\.js.*$/, ''));
  const texts = {
    en: { open: 'Chat', close: 'Close the chat', unread: '{count} new' },
    tr: { open: 'Sohbet', close: 'Sohbeti kapat', unread: '{count} yeni' },
  };
  const words = texts[settings.language] ?? texts.en;
  const storageKey = `deskhand.chat.${settings.name}.`;

  if (![page.origin, ...settings.origins].includes(location.origin)) {
    console.warn(`Deskhand: the chat ${settings.name} does not list ${location.origin} among its origins`);
    return;
  }

  const style = `
    :host { all: initial; color-scheme: light dark; font: 1rem/1.4 system-ui, sans-serif; }
    button { position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483647; min-height: 3rem; padding: 0.5rem 1.1rem;
      border: 2px solid #fff; border-radius: 1.5rem; background: #0b5cad; color: #fff; font: inherit; cursor: pointer; }
    button:focus-visible { outline: 3px solid #0b5cad; outline-offset: 2px; }
    section { position: fixed; inset: auto 1rem 4.75rem auto; z-index: 2147483647; width: min(24rem, 100vw - 2rem);
      height: min(38rem, 100dvh - 6rem); border: 1px solid #7a8590; border-radius: 0.75rem; overflow: hidden;
      background: Canvas; box-shadow: 0 0.5rem 2rem #0005; }
    iframe { display: block; width: 100%; height: 100%; border: 0; }
    [hidden] { display: none; }
    @media (max-width: 30rem) { section { inset: 0 0 4.5rem 0; width: auto; height: auto; border-radius: 0; } }`;

  let frame = null;
  let unreadCount = 0;
  let isFocusWanted = false;
  /** The page in the frame listens. */
  let isReady = false;
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  const panel = document.createElement('section');
  panel.id = 'panel';
  panel.hidden = true;
  panel.setAttribute('aria-label', settings.title);
  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('aria-controls', 'panel');
  host.lang = settings.language;
  root.append(panel, button);
  showButton();

  button.addEventListener('click', () => (panel.hidden ? open(true) : close()));
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !panel.hidden) close();
  });
  window.addEventListener('message', hearChat);
  if (document.body) begin();
  else document.addEventListener('DOMContentLoaded', begin);

  function begin() {
    document.body.append(host);
    if (recall('open') === 'yes') open(false);
  }

  function open(hasFocus) {
    panel.hidden = false;
    unreadCount = 0;
    if (!frame) {
      frame = document.createElement('iframe');
      frame.title = settings.title;
      frame.src = page.href;
      panel.append(frame);
    }
    isFocusWanted = hasFocus;
    tellShown();
    remember('open', 'yes');
    showButton();
  }

  function close() {
    panel.hidden = true;
    tellChat({ deskhand: 'hidden' });
    remember('open', 'no');
    showButton();
    button.focus();
  }

  function tellShown() {
    if (panel.hidden) return;
    if (isFocusWanted) frame.focus();
    tellChat({ deskhand: 'shown', hasFocus: isFocusWanted });
  }

  function showButton() {
    const unread = unreadCount > 0 && panel.hidden ? ` (${words.unread.replace('{count}', String(unreadCount))})` : '';
    button.textContent = panel.hidden ? `${words.open}${unread}` : words.close;
    button.setAttribute('aria-expanded', String(!panel.hidden));
  }

  /** Only the intake's own page hears who the visitor is. */
  function tellChat(message) {
    if (isReady) frame.contentWindow.postMessage(message, page.origin);
  }

  function hearChat({ source, origin, data }) {
    if (!frame || source !== frame.contentWindow || origin !== page.origin) return;
    if (data?.deskhand === 'ready') {
      isReady = true;
      const user = script.dataset.user ?? window.DeskhandChat?.user ?? null;
      tellChat({ deskhand: 'visitor', user, pageUrl: location.href.slice(0, 2000), kept: recall('talk') });
      tellShown();
    }
    // Some browsers give a frame no memory of its own: the talk would be lost with each page.
    if (data?.deskhand === 'keep' && typeof data.text === 'string') remember('talk', data.text);
    if (data?.deskhand === 'close') close();
    if (data?.deskhand === 'unread' && Number.isInteger(data.count)) {
      unreadCount = data.count;
      showButton();
    }
  }

  function remember(what, text) {
    try {
      localStorage.setItem(storageKey + what, text);
    } catch {
      // A browser that keeps nothing: the chat is closed on the next page.
    }
  }

  function recall(what) {
    try {
      return localStorage.getItem(storageKey + what);
    } catch {
      return null;
    }
  }
})();
