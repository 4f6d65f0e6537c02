import { SignJWT } from 'jose';
import { createSecrets } from '../../channels/secrets.ts';
import { saveFormText } from '../../client/save-design.ts';
import { ensureIdentitySecret } from '../../database/design-secrets.ts';
import { theDesk } from '../../domain/actor.ts';
import type { Block } from '../../domain/chatbot/flow.ts';
import { STORY_KEY, type StoryDesk } from './story-desk.ts';
import { chatbotOf, publishChatbot } from './talk-story.ts';

/** Where visitors put words of their own. */
export const visitorPlaces = [
  'formname',
  'formmail',
  'formphone',
  'formtext',
  'formfile',
  'query',
  'signedname',
  'signedmail',
  'signedplan',
  'chatline',
  'chatanswer',
  'chatpage',
];

const form = `
name: canary
title: Canary
fields:
  - {name: who, type: name, label: Name}
  - {name: email, type: email, label: E-mail}
  - {name: phone, type: phone, label: Phone}
  - {name: message, type: textarea, label: Message, required: yes}
  - {name: photos, type: file, label: Photos}
subject: "About {{message}}"
thanks: "Thanks {{who}}, it is #{{number}}."
limits: {postsPerHour: 1000, postsPerDay: 1000, files: 2, fileSize: 1 MB}
`;

const ask = { kind: 'ask', what: 'text', retry: null, tries: 1 } as const;
const blocks: Block[] = [
  { ...ask, question: 'What is it, {{name}}?', into: 'request' },
  { kind: 'say', text: 'You said {{request}}' },
  { ...ask, question: 'Since when?', into: 'since' },
  {
    kind: 'hand-over',
    text: 'Thanks, {{name}} of {{email}}',
    team: null,
    subject: '{{request}}',
    email: null,
    phone: null,
    tag: null,
  },
];

/** Visitors whose every word is marked, at the doors of a running intake. */
export class MarkedVisitors {
  readonly #story: StoryDesk;
  readonly #url: string;
  readonly #word: (place: string) => string;
  #secret = '';

  constructor(story: StoryDesk, url: string, word: (place: string) => string) {
    this.#story = story;
    this.#url = url;
    this.#word = word;
  }

  /** A form and a chatbot, with a secret by which a site signs who its visitor is. */
  async prepare(): Promise<void> {
    const { database } = this.#story;
    const now = new Date().toISOString();
    await saveFormText(database, { text: form, isPublished: true, actor: theDesk, now });
    const bot = chatbotOf(blocks, { name: 'canary', title: 'Canary chat' });
    const { designId } = await publishChatbot(this.#story, bot);
    const secrets = createSecrets(Buffer.from(STORY_KEY, 'base64'));
    this.#secret = (await ensureIdentitySecret(database, secrets, { designId, actor: theDesk, now })) ?? '';
  }

  /** Posts a form with a file. @returns the answer's status */
  async postsForm(): Promise<number> {
    const word = this.#word;
    const body = new FormData();
    body.set('who', word('formname'));
    body.set('email', `${word('formmail')}@bounce.test`);
    body.set('phone', '+90 555 000 00 00');
    body.set('message', `${word('formphone')} ${word('formtext')}`);
    body.append('photos', new File([word('formfile')], `${word('formfile')}.txt`));
    return this.#status('/forms/canary', { method: 'POST', body });
  }

  /** Asks for what is not there, with words where none belong. */
  async looksAround(): Promise<void> {
    const word = this.#word('query');
    const wrong = { method: 'POST', headers: { 'content-type': 'application/json' }, body: `{"message": "${word}` };
    await this.#status(`/forms/${word}?q=${word}`);
    await this.#status(`/forms/canary?lang=${word}`);
    await this.#status(`/status/${word}`);
    await this.#status(`/api/chat/${word}/conversations`, wrong);
    await this.#status('/forms/canary', wrong);
  }

  /** Begins a talk as somebody whom the site signed. @returns its token */
  async beginsTalk(): Promise<string> {
    const word = this.#word;
    const user = await new SignJWT({
      name: word('signedname'),
      email: `${word('signedmail')}@bounce.test`,
      attributes: { plan: word('signedplan') },
    })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(this.#secret));
    const start = { user, pageUrl: `https://shop.test/${word('chatpage')}` };
    const response = await this.#post('/api/chat/canary/conversations', start);
    const { conversation } = (await response.json()) as { conversation: string };
    return conversation;
  }

  /** @returns the answer's status */
  async says(token: string, place: 'chatline' | 'chatanswer'): Promise<number> {
    const line = { key: crypto.randomUUID(), text: `${this.#word(place)}@bounce.test` };
    return (await this.#post(`/api/chat/conversations/${token}/lines`, line)).status;
  }

  #post(path: string, body: object): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return fetch(`${this.#url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async #status(path: string, init: RequestInit = {}): Promise<number> {
    const response = await fetch(`${this.#url}${path}`, init);
    await response.arrayBuffer();
    return response.status;
  }
}
