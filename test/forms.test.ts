import { randomBytes, randomUUID } from 'node:crypto';
import { createConnection } from 'node:net';
import { PassThrough } from 'node:stream';
import { Script } from 'node:vm';
import { SignJWT } from 'jose';
import { createSecrets } from '../channels/secrets.ts';
import { makeToken } from '../channels/web/signed-token.ts';
import { listDesigns } from '../database/designs.ts';
import { ensureIdentitySecret, openIdentitySecret } from '../database/design-secrets.ts';
import { theDesk } from '../domain/actor.ts';
import { readAttachment } from '../database/attachments.ts';
import { connect } from '../database/connect.ts';
import { createLog } from '../worker/log.ts';
import { startTestIntake, aForm, type TestIntake } from './support/test-intake.ts';
import { testDatabase, type TestDatabase } from './support/test-database.ts';

const contact = `
name: contact
title: Contact us
languages: [en, tr]
fields:
  - {name: who, type: name, label: {en: Your name, tr: Adınız}}
  - {name: email, type: email, label: {en: E-mail, tr: E-posta}}
  - {name: topic, type: choice, label: {en: Topic, tr: Konu}, options: [order, other]}
  - {name: message, type: textarea, label: {en: Message, tr: Mesaj}, required: yes, help: {en: What happened, tr: Ne oldu}}
  - {name: photos, type: file, label: {en: Photos, tr: Fotoğraflar}}
subject: "{{topic}} of {{who}}"
tag: forms
redirectionTag: sales
thanks: {en: "Thanks {{who}}, it is #{{number}}.", tr: "Sağ olun {{who}}, numarası #{{number}}."}
origins: ["https://shop.example"]
limits: {postsPerHour: 1000, postsPerDay: 5000, files: 2, fileSize: 1 MB}
`;

let desk: TestDatabase;
let intake: TestIntake;

beforeAll(async () => {
  desk = await testDatabase();
  await aForm(desk.database, contact);
  intake = await startTestIntake(desk.database);
});
afterAll(async () => {
  await intake.close();
  await desk.drop();
});

interface Posted {
  number: number;
  statusUrl: string;
  thanks: string;
  code: string;
  message: string;
  fields: { field: string; message: string }[];
}

async function postJson(body: unknown, { at = intake, form = 'contact', headers = {} } = {}) {
  const response = await fetch(`${at.url}/forms/${form}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Posted };
}

/** As a browser posts a page: answered by a page. */
async function postPage(body: Record<string, string> | FormData, { at = intake, form = 'contact', headers = {} } = {}) {
  const response = await fetch(`${at.url}/forms/${form}`, {
    method: 'POST',
    headers: { accept: 'text/html,*/*', ...headers },
    body: body instanceof FormData ? body : new URLSearchParams(body),
    redirect: 'manual',
  });
  return { status: response.status, location: response.headers.get('location'), text: await response.text() };
}

async function ticketOf(number: number) {
  const ticket = await desk.database('tickets').where({ number }).first();
  const [message] = await desk.database('messages').where({ ticket_id: ticket.id });
  const files = await desk.database('attachments').where({ message_id: message.id }).orderBy('position');
  return { ...ticket, message, files };
}

async function countOf(table: string): Promise<number> {
  const [row] = await desk.database(table).count<{ count: number }[]>({ count: '*' });
  return Number(row?.count);
}

/** Each would be answered with a line of its own: an answer ten times as long as the post. */
const fieldsWithoutEnd = Array.from({ length: 1000 }, (_, index) => `field${index}=`).join('&');

const aRequest = () => ({ who: 'Ayşe', email: `a${randomBytes(4).toString('hex')}@shop.example`, message: 'Hello' });

describe('the page of a form', () => {
  const read = (path: string, headers = {}) => fetch(`${intake.url}${path}`, { headers });

  test('ties every field to its label and help, and lets nothing run or load', async () => {
    const response = await read('/forms/contact');
    const page = (await response.text()).replaceAll(/>\s+</g, '><');
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('<label for="f-message">Message <span class="need">(required)</span></label>');
    expect(page).toContain('id="f-message" name="message" aria-describedby="h-message" required');
    expect(page).toMatch(/<fieldset class="field"\s*><legend>Topic<\/legend>/);
    expect(page).toContain('autocomplete="email"');
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/(src|href)="https?:/);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'/);
    expect(policy).toContain("frame-ancestors 'self' https://shop.example");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('same-origin');
  });

  test('speaks the language that is asked for, the browser wishes, or comes first', async () => {
    expect(await (await read('/forms/contact?lang=tr')).text()).toContain('<html lang="tr">');
    const wished = await read('/forms/contact', { 'accept-language': 'de, tr;q=0.8, en;q=0.3' });
    expect(await wished.text()).toContain('Adınız');
    expect(await (await read('/forms/contact', { 'accept-language': 'de' })).text()).toContain('Your name');
  });

  test('that does not exist is told in words, a form switched off too', async () => {
    expect((await read('/forms/nothing')).status).toBe(404);
    expect((await read('/forms/contact%00')).status).toBe(404);
    expect(await (await read('/forms/nothing?lang=tr')).text()).toContain('Bu adreste bir form yok');
    await aForm(desk.database, contact.replace('name: contact', 'name: shut').replace('Contact us', 'Shut'));
    const [shut] = (await listDesigns(desk.database, 'form')).filter(({ name }) => name === 'shut');
    await desk.database('sources').where({ id: shut?.sourceId }).update({ is_on: false });
    expect((await read('/forms/shut')).status).toBe(410);
    const posted = await postJson(aRequest(), { form: 'shut' });
    expect(posted).toMatchObject({ status: 410, body: { message: expect.stringContaining('takes in nothing') } });
  });

  test('can be put into a page of another site by one script', async () => {
    const response = await read('/forms/contact/embed.js');
    const script = await response.text();
    expect(response.headers.get('content-type')).toContain('text/javascript');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(() => new Script(script)).not.toThrow();
    expect(script).toContain('frame.title = script.dataset.title || "Contact us"');
    const framed = await read('/forms/contact?embed=1');
    expect(await framed.text()).toContain('<script src="frame.js" defer></script>');
    expect(framed.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect((await read('/forms/frame.js')).status).toBe(200);
  });
});

describe('a post', () => {
  test('becomes a ticket with its subject, words, tags and typed contact, and is thanked for with its number', async () => {
    const sent = { ...aRequest(), topic: 'order', message: 'Where is it?\nThanks' };
    const { status, body } = await postJson(sent);
    expect(status).toBe(201);
    expect(body.thanks).toBe(`Thanks Ayşe, it is #${body.number}.`);
    expect(body.statusUrl).toMatch(new RegExp(`^${intake.url}/status/`));
    const ticket = await ticketOf(body.number);
    expect(ticket).toMatchObject({
      subject: 'order of Ayşe',
      channel: 'web-form',
      draft_reason: null,
      design_version: 1,
    });
    expect(ticket.tags.toSorted()).toEqual(['forms', 'sales']);
    expect(ticket.message).toMatchObject({
      reply: 'Where is it?\nThanks',
      text: `Your name: Ayşe\nE-mail: ${sent.email}\nTopic: order\nMessage: \nWhere is it?\nThanks`,
    });
    const identities = await desk.database('contact_identities').where({ contact_id: ticket.contact_id });
    expect(identities).toMatchObject([{ kind: 'email', value: sent.email, is_proven: false }]);
    const [response] = await desk.database('form_responses').where({ ticket_id: ticket.id });
    expect(response).toMatchObject({ version: 1, language: 'en', answers: { topic: 'order' } });
  });

  test('of a browser leads to a page with the number and the private link, which a reload only reads', async () => {
    const sent = { ...aRequest(), key: await intake.pageKey('contact'), lang: 'tr' };
    const posted = await postPage(sent);
    expect(posted.status).toBe(303);
    const thanks = new URL(posted.location ?? '', `${intake.url}/forms/contact`);
    const pages = [await (await fetch(thanks)).text(), await (await fetch(thanks)).text()];
    expect(pages[0]).toBe(pages[1]);
    const [, number] = /id="number">#(\d+)</.exec(pages[0] ?? '') ?? [];
    expect(pages[0]).toContain(`Sağ olun Ayşe, numarası #${number}.`);
    const [, link = ''] = /id="status" href="([^"]+)"/.exec(pages[0] ?? '') ?? [];
    const status = await fetch(new URL(link, thanks));
    expect(await status.text()).toContain(`Talebiniz #${number}`);
    expect((await fetch(`${thanks}x`)).status).toBe(404);
  });

  test('without an e-mail becomes a draft with its reason, never nothing', async () => {
    const { body } = await postJson({ message: 'Call me' });
    expect(await ticketOf(body.number)).toMatchObject({ draft_reason: 'no e-mail address: the visitor gave none' });
  });

  test('brings its files under safe names, whatever they were called', async () => {
    const bytes = randomBytes(700_000);
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...aRequest(), key: await intake.pageKey('contact') }))
      form.set(name, value);
    form.append('photos', new File([bytes], '../../etc/passwd', { type: 'image/png' }));
    form.append('photos', new File([], 'empty.txt'));
    const { status, location } = await postPage(form);
    expect(status).toBe(303);
    const page = await (await fetch(new URL(location ?? '', `${intake.url}/forms/contact`))).text();
    const { files } = await ticketOf(Number(/#(\d+)</.exec(page)?.[1]));
    expect(files).toMatchObject([
      { name: 'passwd', size: 700_000, content_type: 'image/png' },
      { name: 'empty.txt', size: 0 },
    ]);
    const pieces: Buffer[] = [];
    for await (const piece of readAttachment(desk.database, files[0].id)) pieces.push(piece);
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
  });

  test('keeps script, control and direction signs and 10,000 characters as text, and shows them harmless', async () => {
    const message = `<script>alert("1")</script> \u202egnp.exe ${'ş'.repeat(10_000)}`;
    const { body } = await postJson({
      ...aRequest(),
      message: `${message}\u0007\u0000`,
      who: '"><img src=x onerror=alert(1)>',
    });
    expect((await ticketOf(body.number)).message.reply).toBe(message);
    const page = await (await fetch(body.statusUrl)).text();
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
    expect(page).not.toContain('<script');
    expect(page).not.toContain('<img');
  });

  test('may come again: the same key is the same number and link, also twenty times at the same moment', async () => {
    const key = randomUUID();
    const sent = { ...aRequest(), key };
    const before = await countOf('tickets');
    const answers = await Promise.all(Array.from({ length: 20 }, () => postJson(sent)));
    const { number, statusUrl } = answers[0]!.body;
    expect(number).toBeGreaterThan(0);
    for (const { status, body } of answers) {
      expect([200, 201]).toContain(status);
      expect(body).toMatchObject({ number, statusUrl });
    }
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const later = await postJson({ ...sent, key: undefined }, { headers: { 'idempotency-key': key } });
    expect(later).toMatchObject({ status: 200, body: { number } });
    expect(await countOf('tickets')).toBe(before + 1);
  });

  test('with the key of another request is told so, and nothing of either is lost', async () => {
    const key = randomUUID();
    const first = await postJson({ ...aRequest(), key });
    const other = await postJson({ ...aRequest(), key });
    expect(other).toMatchObject({
      status: 409,
      body: { code: 'CONFLICT', message: expect.stringContaining(`#${first.body.number}`) },
    });
    const pageKey = await intake.pageKey('contact');
    await postPage({ ...aRequest(), key: pageKey });
    const changed = await postPage({ ...aRequest(), message: 'Something else now', key: pageKey });
    expect(changed.status).toBe(409);
    expect(changed.text).toContain('Something else now');
    expect(changed.text).not.toContain(pageKey);
  });

  test.each([['short'], ['with blanks inside'], ['x'.repeat(300)]])(
    'with a key that is none is refused: %.20s',
    async (key) => {
      expect(await postJson({ ...aRequest(), key })).toMatchObject({
        status: 400,
        body: { fields: [{ field: 'key' }] },
      });
    },
  );

  test('that does not fit is answered with every field named, in the visitor’s language, and what was typed', async () => {
    const { status, body } = await postJson(
      { who: 'A', email: 'nobody', topic: 'x', colour: 'red' },
      { headers: { 'accept-language': 'tr' } },
    );
    expect(status).toBe(422);
    expect(body.fields.map(({ field }) => field)).toEqual(['email', 'topic', 'message', 'colour']);
    expect(body.fields[2]?.message).toBe('Lütfen bu alanı doldurun.');
    const page = await postPage({
      who: 'Ay"şe',
      email: 'nobody',
      message: '',
      key: await intake.pageKey('contact'),
      lang: 'tr',
    });
    expect(page.status).toBe(422);
    expect(page.text).toContain('<title>Hata: Contact us</title>');
    expect(page.text).toContain('<div class="summary" role="alert" tabindex="-1" autofocus id="errors">');
    expect(page.text).toContain('<a href="#f-email">E-posta: Bu bir e-posta adresi değil.');
    expect(page.text).toContain('aria-describedby="h-message e-message" aria-invalid="true"');
    expect(page.text).toContain('value="Ay&quot;şe"');
  });

  test.each([
    ['no JSON', '{"message": ', 'application/json', 400],
    ['a list', '[]', 'application/json', 400],
    ['an object for a field', '{"message": {"a": 1}}', 'application/json', 422],
    ['XML', '<a/>', 'application/xml', 415],
    ['nothing of a type', 'a', '', 415],
    ['multipart without a boundary', 'x', 'multipart/form-data', 400],
    [
      'multipart that breaks off',
      '--b\r\ncontent-disposition: form-data; name="message"\r\n\r\nHel',
      'multipart/form-data; boundary=b',
      400,
    ],
    [
      'a name that every object has',
      '--b\r\ncontent-disposition: form-data; name="__proto__"\r\n\r\nx\r\n--b--',
      'multipart/form-data; boundary=b',
      400,
    ],
    ['more text than fits', `{"message": "${'x'.repeat(600_000)}"}`, 'application/json', 413],
    ['a number that would be rounded', '{"message": 12345678901234567890}', 'application/json', 422],
    ['a list of a thousand answers', `{"who": [${'"",'.repeat(1000)}""]}`, 'application/json', 413],
    ['a thousand fields', fieldsWithoutEnd, 'application/x-www-form-urlencoded', 413],
  ])('that is %s is refused in words and leaves nothing', async (_what, body, type, expected) => {
    const before = await countOf('tickets');
    const { status, body: told } = await postJson(body, { headers: { 'content-type': type } });
    expect(status).toBe(expected);
    expect(told.message.length).toBeGreaterThan(10);
    expect(await countOf('tickets')).toBe(before);
  });

  test('with too many or too large files is refused, its words are shown again, and no file stays', async () => {
    const before = await countOf('file_chunks');
    const post = async (files: File[]) => {
      const form = new FormData();
      for (const file of files) form.append('photos', file);
      for (const [name, value] of Object.entries({
        ...aRequest(),
        message: 'Typed with care',
        key: await intake.pageKey('contact'),
      }))
        form.set(name, value);
      return postPage(form);
    };
    const large = await post([new File([randomBytes(1024 * 1024 + 1)], 'large.bin')]);
    expect(large.status).toBe(413);
    expect(large.text).toContain('The file “large.bin” is larger than 1 MB.');
    expect(large.text).toContain('Typed with care');
    const many = await post(['a', 'b', 'c'].map((name) => new File([randomBytes(400_000)], name)));
    expect(many.status).toBe(413);
    expect(many.text).toContain('Please send at most 2 files.');
    const told = await fetch(`${intake.url}/forms/contact`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: new Uint8Array(4 * 1024 * 1024),
    });
    expect(told.status).toBe(413);
    const wrong = await post([]);
    expect(wrong.status).toBe(303);
    const misplaced = new FormData();
    misplaced.append('message', new File(['x'], 'a.txt'));
    expect((await postPage(misplaced)).status).toBe(400);
    expect(await countOf('file_chunks')).toBe(before);
  });

  test('whose sender goes away or never ends leaves nothing and holds nobody up', async () => {
    const slow = await startTestIntake(desk.database, { requestSeconds: 1 });
    const before = await countOf('tickets');
    const { port } = new URL(slow.url);
    const head =
      'POST /forms/contact HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';
    const gone = createConnection(Number(port), '127.0.0.1');
    gone.write(`${head}5\r\n{"mes\r\n`, () => gone.destroy());
    const answer = await new Promise<string>((resolve) => {
      let told = '';
      const socket = createConnection(Number(port), '127.0.0.1');
      socket.on('data', (data) => (told += data.toString())).on('close', () => resolve(told));
      socket.write(`${head}5\r\n{"mes\r\n`);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 (408|400)/);
    expect((await postJson(aRequest(), { at: slow })).status).toBe(201);
    expect(await countOf('tickets')).toBe(before + 1);
    await slow.close();
  });
});

describe('a site that embeds a form', () => {
  const from = (origin: string) => ({ headers: { origin } });

  test('is let in when the form names it, and any other is refused clearly', async () => {
    const asked = await fetch(`${intake.url}/forms/contact`, { method: 'OPTIONS', ...from('https://shop.example') });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(asked.headers.get('access-control-allow-headers')).toContain('idempotency-key');
    const posted = await postJson(aRequest(), from('https://shop.example'));
    expect(posted.status).toBe(201);
    expect(posted.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    for (const origin of ['https://evil.example', 'null', 'https://shop.example.evil.example', 'http://shop.example']) {
      const refused = await postJson(aRequest(), from(origin));
      expect(refused).toMatchObject({
        status: 403,
        body: { code: 'REFUSED', message: expect.stringContaining(origin) },
      });
      expect(refused.headers.get('access-control-allow-origin')).toBeNull();
      expect((await fetch(`${intake.url}/forms/contact`, { method: 'OPTIONS', ...from(origin) })).status).toBe(403);
    }
    expect((await postJson(aRequest(), from(intake.url))).status).toBe(201);
  });
});

describe('a visitor whom the embedding site knows', () => {
  const secrets = createSecrets(Buffer.alloc(32, 7));

  async function signed(form: string, secret?: string) {
    const [design] = (await listDesigns(desk.database, 'form')).filter(({ name }) => name === form);
    const wish = { designId: design?.id ?? '', actor: theDesk, now: new Date().toISOString() };
    await ensureIdentitySecret(desk.database, secrets, wish);
    const own = (await openIdentitySecret(desk.database, secrets, wish.designId)) ?? '';
    return new SignJWT({ name: 'Ada', email: 'ada@customer.example' })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(secret ?? own));
  }

  test('is proven by what the site signed, whatever he types', async () => {
    const { body } = await postJson({ ...aRequest(), user: await signed('contact') });
    const { contact_id } = await ticketOf(body.number);
    const identities = await desk.database('contact_identities').where({ contact_id });
    expect(identities).toMatchObject([{ kind: 'email', value: 'ada@customer.example', is_proven: true }]);
  });

  test('is not, by another’s signature: a program is told, and a page’s request comes in unproven', async () => {
    const user = await signed('contact', 'x'.repeat(40));
    const refused = await postJson(aRequest(), { headers: { 'deskhand-user': user } });
    expect(refused).toMatchObject({ status: 403, body: { fields: [{ field: 'user' }] } });
    const sent = { ...aRequest(), user, key: await intake.pageKey('contact') };
    expect((await postPage(sent)).status).toBe(303);
    const [identity] = await desk.database('contact_identities').where({ value: sent.email });
    expect(identity).toMatchObject({ is_proven: false });
  });
});

describe('a robot', () => {
  test('that fills in what people do not see is refused; nothing is kept but a count', async () => {
    const before = await countOf('tickets');
    const caught = await postPage({
      ...aRequest(),
      homepage_url: 'http://spam.example',
      key: await intake.pageKey('contact'),
    });
    expect(caught.status).toBe(400);
    expect(caught.text).toContain('looks like a robot');
    expect(caught.text).toContain('name="homepage_url" value=""');
    expect(await countOf('tickets')).toBe(before);
    expect(await desk.database('intake_counts').whereLike('key', 'robots:%')).toMatchObject([
      { count: expect.any(Number) },
    ]);
  });

  test('is refused as well where it does not pass for a browser', async () => {
    const before = await countOf('tickets');
    const body = new URLSearchParams({ ...aRequest(), homepage_url: 'http://spam.example' });
    const headers = { accept: '*/*' };
    const caught = await fetch(`${intake.url}/forms/contact`, { method: 'POST', body, headers });
    expect(caught.status).toBe(400);
    expect(await caught.json()).toMatchObject({ code: 'REFUSED', message: expect.stringContaining('robot') });
    expect(await countOf('tickets')).toBe(before);
  });

  test.each([
    ['quicker than a person', 0, 'quicker than a person can type'],
    ['a day too late', 90_000, 'open for more than a day'],
  ])('or a page that is sent %s is asked to press Send again', async (_what, secondsAgo, words) => {
    const key = await intake.pageKey('contact', secondsAgo);
    const refused = await postPage({ ...aRequest(), message: 'Still here', key });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain(words);
    expect(refused.text).toContain('Still here');
  });

  test('that makes up or borrows a key is refused', async () => {
    await aForm(desk.database, contact.replace('name: contact', 'name: second').replace('Contact us', 'Second'));
    const forged = makeToken(Buffer.alloc(32, 1), 'page', 'x:y:z');
    for (const key of ['', 'made-up-key', forged, await intake.pageKey('second')]) {
      expect(await postPage({ ...aRequest(), key })).toMatchObject({
        status: 400,
        text: expect.stringContaining('did not come from our page'),
      });
    }
  });
});

describe('limits of a form', () => {
  const few = contact
    .replace('name: contact', 'name: few')
    .replace('Contact us', 'Few')
    .replace('postsPerHour: 1000', 'postsPerHour: 3');

  test('count for all processes together and every address alone; who repeats a post is not counted twice', async () => {
    await aForm(desk.database, few);
    const options = { trustProxy: ['127.0.0.1'] };
    const [one, other] = [
      await startTestIntake(desk.database, { options }),
      await startTestIntake(desk.database, { options }),
    ];
    const post = (at: TestIntake, address: string, key?: string) =>
      postJson(
        { ...aRequest(), email: 'x@y.example', key },
        { at, form: 'few', headers: { 'x-forwarded-for': address } },
      );
    const key = randomUUID();
    expect((await post(one, '192.0.2.1', key)).status).toBe(201);
    expect((await post(other, '192.0.2.1', key)).status).toBe(200);
    expect((await post(other, '192.0.2.1')).status).toBe(201);
    expect((await post(one, '192.0.2.1')).status).toBe(201);
    for (const at of [one, other]) {
      const refused = await post(at, '192.0.2.1');
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000);
      expect(refused.body.message).toMatch(/try again in \d+ minutes/);
    }
    expect((await post(one, '192.0.2.2')).status).toBe(201);
    for (const end of ['1', '2', '3']) expect((await post(one, `2001:db8:1:2::${end}`)).status).toBe(201);
    expect((await post(one, '2001:db8:1:2:ffff::9')).status).toBe(429);
    expect((await post(one, '2001:db8:1:3::1')).status).toBe(201);
    const keys = await desk.database('intake_counts').pluck<string[]>('key');
    expect(keys.join(' ')).not.toMatch(/192\.0|2001/);
    await Promise.all([one.close(), other.close()]);
  });

  test('hold when many come at the same moment', async () => {
    await aForm(desk.database, few.replace('name: few', 'name: rush').replace('Few', 'Rush'));
    const answers = await Promise.all(Array.from({ length: 12 }, () => postJson(aRequest(), { form: 'rush' })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(9);
  });

  test('stop a flood early, while others are served', async () => {
    await aForm(desk.database, few.replace('name: few', 'name: flood').replace('Few', 'Flood'));
    const at = await startTestIntake(desk.database, { options: { trustProxy: 1 } });
    const post = (address: string) =>
      postJson(aRequest(), { at, form: 'flood', headers: { 'x-forwarded-for': address } });
    const flood = Promise.all(Array.from({ length: 300 }, () => post('198.51.100.1')));
    const others = await Promise.all(Array.from({ length: 5 }, (_, index) => post(`203.0.113.${index}`)));
    expect(others.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    const statuses = (await flood).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(297);
    await at.close();
  });

  test('take no word of a sender for his address, unless a proxy is trusted', async () => {
    await aForm(desk.database, few.replace('name: few', 'name: lies').replace('Few', 'Lies'));
    const statuses: number[] = [];
    for (let index = 0; index < 4; index += 1) {
      const headers = { 'x-forwarded-for': `192.0.2.${index}` };
      statuses.push((await postJson(aRequest(), { form: 'lies', headers })).status);
    }
    expect(statuses).toEqual([201, 201, 201, 429]);
  });
});

describe('an intake', () => {
  test('whose database is away keeps what was typed in the page, and says so', async () => {
    const away = connect(desk.url.replace(/:\d+\//, ':1/'), { schema: desk.schema });
    const at = await startTestIntake(desk.database);
    const key = await at.pageKey('contact');
    await fetch(`${at.url}/forms/contact`);
    at.desk.database = away;
    const known = await postPage({ ...aRequest(), message: 'Three pages of text', key }, { at });
    expect(known.status).toBe(503);
    expect(known.text).toContain('Three pages of text</textarea>');
    expect(known.text).toContain(key);
    const told = await postJson(aRequest(), { at });
    expect(told).toMatchObject({ status: 503, body: { code: 'DATABASE_UNREACHABLE' } });
    expect(told.headers.get('retry-after')).toBe('30');
    const unknown = await postPage({ message: 'Words of a <b>stranger' }, { at, form: 'never-seen' });
    expect(unknown.status).toBe(503);
    expect(unknown.text).toContain('Words of a &lt;b&gt;stranger');
    at.desk.database = desk.database;
    expect((await postPage({ ...aRequest(), message: 'Three pages of text', key }, { at })).status).toBe(303);
    await at.close();
    await away.destroy();
  });

  test('that has no room for files says that it is to be sent again, shows what was typed, and logs why', async () => {
    const logged: string[] = [];
    const into = new PassThrough().on('data', (line: Buffer) => logged.push(line.toString()));
    const at = await startTestIntake(desk.database, {
      log: createLog('intake', 'debug', into),
      spoolFolder: '/no-such-folder',
    });
    const form = new FormData();
    form.set('photos', new File([randomBytes(700_000)], 'photo.png'));
    for (const [name, value] of Object.entries({ ...aRequest(), message: 'Typed with care' })) form.set(name, value);
    form.set('key', await at.pageKey('contact'));
    const page = await postPage(form, { at });
    expect(page.status).toBe(503);
    expect(page.text).toContain('Typed with care</textarea>');
    const told = await fetch(`${at.url}/forms/contact`, { method: 'POST', body: form });
    expect(told.status).toBe(503);
    expect(told.headers.get('retry-after')).toBe('30');
    expect(logged.join('')).toContain('the disk takes no files');
    expect(logged.join('')).not.toMatch(/Typed|photo|no-such-folder/);
    delete at.desk.spoolFolder;
    expect((await postPage(form, { at })).status).toBe(303);
    await at.close();
  });

  test('has a page for every wrong address, in the visitor’s language, and repeats nothing of it', async () => {
    for (const path of [
      '/',
      '/forms/contact/',
      '/nothing/%3Cscript%3E',
      '/forms/%E0%A4%A',
      `/forms/${'x'.repeat(600)}`,
    ]) {
      const headers = { accept: 'text/html', 'accept-language': 'tr' };
      const response = await fetch(intake.url + path, { headers });
      const page = await response.text();
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(page).toContain('Bu adreste bir şey yok');
      expect(page).not.toMatch(/script|xxx/);
    }
    const told = await fetch(`${intake.url}/nothing`, { method: 'PUT' });
    expect(told.status).toBe(404);
    expect(await told.json()).toEqual({ code: 'NOT_FOUND', message: 'There is nothing at this address.' });
  });

  test('without a key takes forms in, and says that there is no link', async () => {
    const at = await startTestIntake(desk.database, { secretKey: null });
    expect((await postJson(aRequest(), { at })).body).toMatchObject({ number: expect.any(Number), statusUrl: null });
    const posted = await postPage({ ...aRequest(), key: await at.pageKey('contact') }, { at });
    const page = await (await fetch(new URL(posted.location ?? '', `${at.url}/forms/contact`))).text();
    expect(page).toContain('there is no page to follow it on');
    expect((await fetch(`${at.url}/status/${makeToken(Buffer.alloc(32), 'status', 'x')}`)).status).toBe(404);
    await at.close();
  });

  test('that is stopped answers what it has begun with', async () => {
    const at = await startTestIntake(desk.database);
    const posts = Array.from({ length: 10 }, () => postJson(aRequest(), { at }));
    await Promise.race(posts);
    await at.close();
    for (const { status, body } of await Promise.all(posts)) {
      expect(status).toBe(201);
      expect(body.number).toBeGreaterThan(0);
    }
  });
});
