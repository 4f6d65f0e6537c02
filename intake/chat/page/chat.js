// The chat page. Everything that comes from outside is shown by textContent and never as markup.

const texts = {
  en: {
    you: 'You',
    sending: 'Sending…',
    received: 'Received',
    notSent: 'Not sent.',
    tooMany: 'Not sent: too many lines at once.',
    refused: 'Not sent: it was not taken.',
    retry: 'Try again',
    typing: '{who} is typing…',
    lost: 'Connection lost. Trying to reconnect…',
    back: 'Connected again.',
    handedOver: 'Handed over to our team. The answer comes here.',
    answering: '{who} answers you',
    options: 'Answers to pick',
    ended: {
      completed: 'This conversation has ended.',
      'timed-out': 'This conversation has ended because nothing more was written.',
      left: 'This conversation has ended because the page was closed.',
      broken: 'Something went wrong on our side, and this conversation cannot go on.',
    },
    ticket: 'Your ticket number is {number}.',
    away: 'This chat is not available now.',
    full: 'Too many conversations were begun from your network. Please come back later.',
    refusedHere: 'This chat cannot be used from here.',
  },
  tr: {
    you: 'Siz',
    sending: 'Gönderiliyor…',
    received: 'Alındı',
    notSent: 'Gönderilemedi.',
    tooMany: 'Gönderilemedi: kısa sürede çok fazla mesaj yazıldı.',
    refused: 'Gönderilemedi: mesaj kabul edilmedi.',
    retry: 'Yeniden dene',
    typing: '{who} yazıyor…',
    lost: 'Bağlantı koptu. Yeniden bağlanılıyor…',
    back: 'Bağlantı yeniden kuruldu.',
    handedOver: 'Ekibimize aktarıldınız. Yanıt buraya gelecek.',
    answering: '{who} yanıtlıyor',
    options: 'Seçebileceğiniz yanıtlar',
    ended: {
      completed: 'Bu görüşme sona erdi.',
      'timed-out': 'Yeni bir mesaj yazılmadığı için görüşme sona erdi.',
      left: 'Sayfa kapatıldığı için görüşme sona erdi.',
      broken: 'Bizden kaynaklanan bir hata oldu; bu görüşme sürdürülemiyor.',
    },
    ticket: 'Talep numaranız: {number}.',
    away: 'Bu sohbet şu anda kullanılamıyor.',
    full: 'Ağınızdan çok fazla görüşme başlatıldı. Lütfen sonra yeniden deneyin.',
    refusedHere: 'Bu sohbet buradan kullanılamaz.',
  },
};

const POLL_SECONDS = 25;
const POLL_PATIENCE_MILLISECONDS = 35_000;
const SEND_PATIENCE_MILLISECONDS = 15_000;
const SITE_PATIENCE_MILLISECONDS = 1_500;
const LONGEST_PAUSE_MILLISECONDS = 30_000;

const words = texts[document.documentElement.lang] ?? texts.en;
const { chatbot, title } = document.body.dataset;
const address = `../api/chat/`;
const isEmbedded = window.parent !== window;
const noSite = { user: null, pageUrl: null };

const part = (id) => document.getElementById(id);
const log = part('log');
const field = part('text');
const composer = part('composer');

const talk = restoreTalk();
let view = emptyView();
/** Elements of the lines that have a number. */
let shown = new Map();
/** Lines of this page that the desk has not confirmed, oldest first. */
let outbox = [];
let isSending = false;
let isLost = false;
let poll = null;
/** The question under way was taken back. */
let isAskedAnew = false;
/** The site closed the panel that this page stands in. */
let isPutAway = false;
let endPause = () => {};
/** Grows with each talk, so that what was under way for an earlier one is dropped. */
let round = 0;
let isShown = !isEmbedded;
/** Where the page around comes from, once it has answered. */
let siteOrigin = null;
let unreadCount = 0;
let isAtBottom = true;

void open();

async function open() {
  fitToViewport();
  listen();
  const site = isEmbedded ? await askSite() : noSite;
  if (typeof site.kept === 'string' && !talk.conversation) Object.assign(talk, restoreTalk(site.kept));
  field.value ||= talk.draft ?? '';
  await converse(site);
}

/** From the first line of a talk to its end. */
async function converse(site) {
  round += 1;
  view = emptyView();
  shown = new Map();
  outbox = [];
  log.replaceChildren();
  part('ended').hidden = true;
  composer.hidden = false;
  for (const line of talk.unsent) queue(line);
  const mine = round;
  if (!talk.conversation && !(await begin(site, mine))) return;
  void sendQueued();
  await follow(site, mine);
}

/** @returns whether a talk was begun */
async function begin({ user, pageUrl }, mine) {
  talk.startKey ??= randomWord();
  keepTalk();
  for (let tries = 1; mine === round; tries += 1) {
    const start = { visitorId: talk.visitorId, key: talk.startKey, user, pageUrl };
    try {
      const begun = await call(`${encodeURIComponent(chatbot)}/conversations`, { body: start });
      talk.conversation = begun.conversation;
      delete talk.startKey;
      keepTalk();
      reconnected();
      take(begun.view);
      return true;
    } catch (error) {
      // Who the site says he is cannot be believed: he is a visitor like any other.
      if (error.field === 'user') user = null;
      else if (error.field === 'pageUrl') pageUrl = null;
      else if (isFinal(error)) return refuse(error);
      else await reconnect(tries, error.retryAfter);
    }
  }
  return false;
}

function isFinal(error) {
  return error.status >= 400 && error.status < 500;
}

function refuse(error) {
  composer.hidden = true;
  const text = error.status === 429 ? words.full : error.status === 403 ? words.refusedHere : words.away;
  showStatus(text, true);
  return false;
}

/** Asks for what is new until the talk has ended. */
async function follow(site, mine) {
  for (let failures = 0; mine === round && view.phase !== 'ended';) {
    poll = new AbortController();
    isAskedAnew = false;
    poll.startedAt = Date.now();
    const timer = setTimeout(() => poll.abort(), POLL_PATIENCE_MILLISECONDS);
    try {
      const wait = isLost || !view.state ? 0 : POLL_SECONDS;
      const state = view.state ? `&state=${encodeURIComponent(view.state)}` : '';
      const hidden = isPutAway ? '&hidden=1' : '';
      const next = await call(
        `conversations/${talk.conversation}?after=${lastNumber()}&wait=${wait}${state}${hidden}`,
        {
          signal: poll.signal,
        },
      );
      if (mine !== round) return;
      failures = 0;
      reconnected();
      take(next);
    } catch (error) {
      if (mine !== round) return;
      if (error.status === 404) return forget(site);
      if (isAskedAnew) continue;
      failures += 1;
      await reconnect(failures, error.retryAfter);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The desk does not know the talk any more: another is begun. What was not sent goes into it. */
async function forget(site) {
  delete talk.conversation;
  keepTalk();
  await converse(site);
}

/** Waits longer each time, and never as long as others do; coming back online ends the wait. */
async function reconnect(failures, retryAfterSeconds) {
  isLost = true;
  showStatus(words.lost, true);
  const longest = Math.min(LONGEST_PAUSE_MILLISECONDS, 1000 * 2 ** Math.min(failures - 1, 5));
  const pause = Math.max((retryAfterSeconds ?? 0) * 1000, longest * (0.5 + Math.random() / 2));
  await new Promise((resolve) => {
    const timer = setTimeout(resolve, pause);
    endPause = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

function reconnected() {
  if (!isLost) return;
  isLost = false;
  showStatus(words.back, false);
  for (const line of outbox) if (line.problem === 'network') line.problem = null;
  void sendQueued();
}

/** After sleep or in another network a request may hang for long: it is given up and made anew. */
function wake() {
  if (document.hidden) return;
  endPause();
  if (poll && Date.now() - poll.startedAt > POLL_PATIENCE_MILLISECONDS) poll.abort();
}

function listen() {
  composer.addEventListener('submit', (event) => {
    event.preventDefault();
    say({ text: field.value, option: null });
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    composer.requestSubmit();
  });
  field.addEventListener('input', keepDraft);
  log.addEventListener('scroll', () => {
    isAtBottom = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  });
  new ResizeObserver(() => toBottom(isAtBottom)).observe(log);
  part('again').addEventListener('click', () => {
    // What came too late for the one talk is at hand in the next.
    const late = talk.unsent.filter(({ option }) => !option).map(({ text }) => text);
    field.value = [...late, field.value].filter(Boolean).join('\n');
    talk.unsent = [];
    delete talk.conversation;
    keepDraft();
    void converse(noSite);
    field.focus();
  });
  window.addEventListener('online', wake);
  window.addEventListener('pageshow', wake);
  document.addEventListener('visibilitychange', wake);
  if (isEmbedded) {
    window.addEventListener('message', hearSite);
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') tellSite({ deskhand: 'close' });
    });
  }
}

// What the visitor says

function say({ text, option }) {
  if (text.trim() === '' || view.phase === 'ended') return;
  const line = { key: randomWord(), text, option };
  talk.unsent.push(line);
  if (!option) {
    field.value = '';
    keepDraft();
  }
  keepTalk();
  queue(line);
  void sendQueued();
}

function queue(line) {
  const element = lineElement({ author: 'visitor', authorName: null, text: line.text, at: null });
  const item = { ...line, element, problem: null, number: null };
  outbox.push(item);
  log.append(element);
  showState(item);
  dropOptions();
  toBottom(true);
}

/** One after the other, in the order they were written. What is not taken keeps its key, so it can never come twice. */
async function sendQueued() {
  if (isSending || !talk.conversation) return;
  isSending = true;
  const mine = round;
  for (let item = nextToSend(); item && !item.problem && mine === round; item = nextToSend()) {
    showStates();
    try {
      const body = item.option ? { key: item.key, option: item.option } : { key: item.key, text: item.text };
      const { number } = await call(`conversations/${talk.conversation}/lines`, { body });
      if (mine === round) confirm(item, number);
    } catch (error) {
      item.problem = !isFinal(error) ? 'network' : error.status === 429 ? 'tooMany' : 'refused';
      if (error.status === 409) poll?.abort();
    }
  }
  isSending = false;
  if (mine === round) showStates();
  else void sendQueued();
}

/** What was refused for good does not hold up the others. */
function nextToSend() {
  return outbox.find(({ problem }) => problem !== 'refused');
}

function confirm(item, number) {
  outbox = outbox.filter((other) => other !== item);
  talk.unsent = talk.unsent.filter((line) => line.key !== item.key);
  keepTalk();
  item.problem = null;
  showState(item, words.received);
  if (item.number === null && shown.has(number)) item.element.remove();
  else if (item.number === null) place(item.element, number);
}

function retry() {
  for (const item of outbox) item.problem = null;
  void sendQueued();
  field.focus();
}

function showStates() {
  for (const item of outbox) showState(item);
  toBottom(isAtBottom);
}

/** Says of a line whether it is under way, with the desk, or neither. */
function showState(item, received) {
  const problem = received ? null : (item.problem ?? nextToSend()?.problem ?? null);
  const state = item.element.querySelector('.state');
  const text = received ?? (problem ? words[problem === 'network' ? 'notSent' : problem] : words.sending);
  item.element.classList.toggle('is-waiting', !received && !problem);
  item.element.classList.toggle('is-not-sent', !received && Boolean(problem));
  if (state.dataset.said === text) return;
  state.dataset.said = text;
  state.textContent = text;
  if (!problem || received) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words.retry;
  button.addEventListener('click', retry);
  state.append(button);
}

// What the desk says

function take(next) {
  const isFirst = shown.size === 0;
  for (const line of next.lines) takeLine(line);
  view = { ...next, lines: [] };
  if (outbox.length > 0) dropOptions();
  if (next.lines.length > 0) toBottom(isAtBottom);
  showWho();
  if (!isLost) showTyping();
  if (view.phase === 'ended') showEnd();
  if (!isFirst) countUnread(next.lines);
}

function takeLine(line) {
  if (shown.has(line.number)) return;
  // Our own line may come back before the answer to its sending does.
  const own = line.author === 'visitor' ? outbox.find((item) => item.number === null && item.text === line.text) : null;
  if (own) {
    own.number = line.number;
    place(own.element, line.number);
    return;
  }
  const element = lineElement(line);
  place(element, line.number);
  dropOptions();
  if (line.options) element.append(optionButtons(line.options));
}

/** By number; what has none yet stands below. */
function place(element, number) {
  shown.set(number, element);
  element.dataset.number = number;
  const next = [...log.children].find((other) => other !== element && !(Number(other.dataset.number) < number));
  if (element.nextElementSibling !== (next ?? null) || !element.isConnected) log.insertBefore(element, next ?? null);
}

function lineElement({ author, authorName, text, at }) {
  const line = make('div', `line ${author}`);
  const name = author === 'visitor' ? words.you : (authorName ?? title);
  const isSeen = author === 'representative';
  line.append(make('p', isSeen ? 'author' : 'author only-heard', name));
  const said = make('p', 'text', text);
  // Whatever direction the text takes, it stays within its own frame.
  said.dir = 'auto';
  const meta = make('p', 'meta');
  if (at) {
    const time = make(
      'time',
      '',
      new Date(at).toLocaleTimeString(document.documentElement.lang, { timeStyle: 'short' }),
    );
    time.dateTime = at;
    meta.append(time);
  }
  meta.append(make('span', 'state'));
  line.append(said, meta);
  return line;
}

function optionButtons(options) {
  const group = make('div', 'options');
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', words.options);
  for (const { id, label } of options) {
    const button = make('button', '', label);
    button.type = 'button';
    button.dir = 'auto';
    button.addEventListener('click', () => say({ text: label, option: id }));
    group.append(button);
  }
  return group;
}

/** Answers can be picked until something is said. Whoever stood on one stands in the field then. */
function dropOptions() {
  for (const group of log.querySelectorAll('.options')) {
    if (group.contains(document.activeElement)) field.focus({ preventScroll: true });
    group.remove();
  }
}

function showWho() {
  const names = [...log.querySelectorAll('.representative .author')];
  const name = names.at(-1)?.textContent;
  const isWithTeam = view.phase === 'handed-over';
  part('who').textContent = !isWithTeam ? '' : name ? fill(words.answering, { who: name }) : words.handedOver;
}

function showTyping() {
  const names = log.querySelectorAll('.representative .author');
  const who = view.isRepresentativeTyping ? (names[names.length - 1]?.textContent ?? '…') : title;
  const isTyping = view.isRepresentativeTyping || (view.isAnswering && view.phase === 'active');
  showStatus(isTyping ? fill(words.typing, { who }) : '', false);
}

function showEnd() {
  const texts = [words.ended[view.outcome] ?? words.ended.completed];
  if (view.ticketNumber !== null) texts.push(fill(words.ticket, { number: view.ticketNumber }));
  part('end').textContent = texts.join(' ');
  const hadFocus = composer.contains(document.activeElement);
  composer.hidden = true;
  dropOptions();
  part('ended').hidden = false;
  showStatus('', false);
  if (hadFocus) part('again').focus();
}

function showStatus(text, isWarning) {
  const status = part('status');
  status.classList.toggle('is-warning', isWarning);
  if (status.textContent !== text) status.textContent = text;
}

/** Whoever reads further up is left there. */
function toBottom(isWanted) {
  if (!isWanted) return;
  isAtBottom = true;
  log.scrollTop = log.scrollHeight;
}

function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

function lastNumber() {
  return Math.max(0, ...shown.keys());
}

function emptyView() {
  return { phase: 'active', outcome: null, ticketNumber: null, isAnswering: false, isRepresentativeTyping: false };
}

// The desk, the site around, and what this browser remembers

/** @throws an error with `status` when the desk refused, without one when it was not reached */
async function call(path, { body, signal }) {
  const response = await fetch(address + path, {
    method: body ? 'POST' : 'GET',
    credentials: 'omit',
    cache: 'no-store',
    signal: signal ?? AbortSignal.timeout(SEND_PATIENCE_MILLISECONDS),
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  const answer = await response.json();
  if (response.ok) return answer;
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  throw Object.assign(new Error(answer.message), { status: response.status, field: answer.field, retryAfter });
}

/** What the site around knows of its visitor, signed by it, and where he is; nothing when it is silent for too long. */
function askSite() {
  return new Promise((resolve) => {
    setTimeout(resolve, SITE_PATIENCE_MILLISECONDS, noSite);
    window.addEventListener('message', ({ source, origin, data }) => {
      if (source !== window.parent || data?.deskhand !== 'visitor') return;
      siteOrigin = origin;
      resolve({ user: data.user, pageUrl: data.pageUrl, kept: data.kept });
    });
    tellSite({ deskhand: 'ready' });
  });
}

function hearSite({ source, data }) {
  if (source !== window.parent) return;
  if (data?.deskhand === 'shown') {
    isShown = true;
    unreadCount = 0;
    if (data.hasFocus) field.focus();
    toBottom(true);
    putAway(false);
  }
  if (data?.deskhand === 'hidden') {
    isShown = false;
    putAway(true);
  }
}

/** The desk is to know whether anybody reads here: else it answers by mail. */
function putAway(isNow) {
  if (isPutAway === isNow) return;
  isPutAway = isNow;
  isAskedAnew = true;
  poll?.abort();
}

/** Holds nothing secret: any site may hear it. */
function tellSite(message) {
  if (isEmbedded) window.parent.postMessage(message, '*');
}

function countUnread(lines) {
  unreadCount = isShown ? 0 : unreadCount + lines.filter(({ author }) => author !== 'visitor').length;
  tellSite({ deskhand: 'unread', count: unreadCount });
}

/** What an earlier page noted here, or what the site kept for us where browsers give a frame no memory of its own. */
function restoreTalk(bySite) {
  let kept = {};
  try {
    kept = JSON.parse(bySite ?? localStorage.getItem(storageKey()) ?? '{}');
  } catch {
    // Nothing to be had, or nothing of ours.
  }
  return { ...kept, visitorId: kept.visitorId ?? randomWord(), unsent: Array.isArray(kept.unsent) ? kept.unsent : [] };
}

function keepTalk() {
  const text = JSON.stringify(talk);
  try {
    localStorage.setItem(storageKey(), text);
  } catch {
    if (siteOrigin) window.parent.postMessage({ deskhand: 'keep', text }, siteOrigin);
  }
}

function keepDraft() {
  talk.draft = field.value;
  keepTalk();
}

function storageKey() {
  return `deskhand.chat.${chatbot}`;
}

/** 128 random bits. `crypto.randomUUID` is missing on pages without TLS. */
function randomWord() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=/g, '');
}

/** An on-screen keyboard takes its part of the window away without telling the layout of some browsers. */
function fitToViewport() {
  const seen = window.visualViewport;
  if (!seen) return;
  const fit = () => {
    document.documentElement.style.setProperty('--height', `${seen.height}px`);
    document.documentElement.style.setProperty('--top', `${seen.offsetTop}px`);
  };
  seen.addEventListener('resize', fit);
  seen.addEventListener('scroll', fit);
}
