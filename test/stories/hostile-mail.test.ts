import { createHash, randomUUID } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { pino } from 'pino';
import { retryInbound } from '../../activities/retry-inbound.ts';
import { createTicket } from '../../client/create-ticket.ts';
import { saveDraft } from '../../database/drafts.ts';
import { readRaw } from '../../database/files.ts';
import { theDesk } from '../../domain/actor.ts';
import { createTools } from '../../worker/tools.ts';
import { expectEveryTicketFolds } from '../support/every-ticket-folds.ts';
import { eventually, startStoryDesk, type StoryDesk } from '../support/story-desk.ts';

/** Mail that nobody writes by accident: every one is taken in or parked, and the next is not delayed. */

let story: StoryDesk;

beforeAll(async () => {
  story = await startStoryDesk();
  await story.startWorker();
}, 60_000);
afterAll(() => story.close(), 60_000);

async function append(raw: string | Buffer): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${story.mail.httpPort}/mailboxes/support/messages`, {
    method: 'POST',
    body: typeof raw === 'string' ? Buffer.from(raw, 'utf8') : new Uint8Array(raw),
  });
  expect(answer.status).toBe(201);
}

const head = (name: string, more: string[] = []) =>
  [
    `From: Ada <ada@customer.test>`,
    'To: support@sample.test',
    `Subject: ${name}`,
    `Message-ID: <${name.replaceAll(/\W+/g, '-')}@hostile.test>`,
    ...more,
  ].join('\r\n');
const mail = (name: string, more: string[] = [], body = 'Hello') => `${head(name, more)}\r\n\r\n${body}\r\n`;

/** Resolves when a plain mail that came after is a ticket. @returns milliseconds that it took */
async function nextMailArrives(name: string): Promise<number> {
  const start = Date.now();
  await append(mail(name));
  await eventually(async () => {
    if (!(await story.database('tickets').where({ subject: name }).first('id'))) throw new Error(`no ticket ${name}`);
  }, 60_000);
  return Date.now() - start;
}

function nested(depth: number): string {
  let opening = '';
  for (let level = 0; level < depth; level += 1)
    opening += `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n`;
  return opening;
}

const attachment = (name: string, content = 'x') =>
  `--p\r\nContent-Type: application/zip; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(content).toString('base64')}\r\n`;

/** Signs that do not compress: an index refuses a key of them where it takes as many equal ones. */
const noise = (length: number) =>
  Array.from({ length: Math.ceil(length / 64) }, (_, index) => createHash('sha256').update(String(index)).digest('hex'))
    .join('')
    .slice(0, length);
const longAddress = `${noise(9_000)}@customer.test`;

const hostile: Record<string, string | Buffer> = {
  'nested multiparts': `From: a@b.test\r\nSubject: nested multiparts\r\nMIME-Version: 1.0\r\n${nested(3_000)}`,
  'nested messages': `${head('nested messages')}\r\n${'Content-Type: message/rfc822\r\n\r\n'.repeat(2_000)}end`,
  'ten thousand headers': mail(
    'ten thousand headers',
    Array.from({ length: 10_000 }, (_, index) => `X-Field-${index}: ${'v'.repeat(50)}`),
  ),
  'a hundred thousand references': mail('a hundred thousand references', [
    `References: ${Array.from({ length: 100_000 }, (_, index) => `<r${index}@h.test>`).join('\r\n ')}`,
  ]),
  'five megabytes of subject': mail(`five megabytes of subject ${'s'.repeat(5_000_000)}`),
  'an address of 9,000 signs': `From: <${longAddress}>\r\nTo: support@sample.test\r\nSubject: an address of 9,000 signs\r\n\r\nHello`,
  'a copied address of 9,000 signs': mail('a copied address of 9,000 signs', [`Cc: <${longAddress}>`]),
  'a random message id of 950 signs': `From: a@b.test\r\nSubject: a random message id\r\nMessage-ID: <${Array.from({ length: 900 }, (_, index) => String.fromCodePoint(0x4e00 + ((index * 7919) % 20_000))).join('')}@b.test>\r\n\r\nHello`,
  'deep html': mail('deep html', ['Content-Type: text/html'], '<div>'.repeat(100_000)),
  'wide html': mail('wide html', ['Content-Type: text/html'], '<table><tr><td><a href="x">y</a>'.repeat(60_000)),
  'nothing after the head': 'From: a@b.test',
  'empty mail': '',
  'only binary': Buffer.from(Array.from({ length: 40_000 }, (_, index) => (index * 31) % 256)),
  'no sender': 'Subject: no sender\r\n\r\nHello',
  'two senders': 'From: one@a.test\r\nFrom: two@b.test\r\nSubject: two senders\r\n\r\nHello',
  'quotes in the sender': mail('quotes in the sender').replace('Ada <', '"Ada \\"The \\\\ Count\\" <x@y.test>" <'),
  'line breaks in an encoded name': mail('line breaks in an encoded name').replace(
    'Ada <',
    '=?utf-8?B?QWRhDQpCY2M6IHZpY3RpbUB4LnRlc3QA?= <',
  ),
  'lone surrogates': mail('lone surrogates')
    .replace('Ada <', '=?utf-16be?B?2ADYAA==?= <')
    .replace('lone surrogates\r', 'lone surrogates =?utf-16be?B?2ADYAA==?=\r'),
  'a NUL in the text': mail('a NUL in the text', [], 'one\0two'),
  'a NUL in the head': mail('a NUL in the head', ['X-Nul: a\0b', 'In-Reply-To: <a\0b@c.test>', 'References: <x\0@y>']),
  'escapes in the subject': mail('escapes in the subject \u001b]0;owned\u0007 \u001b[2J \u202egnp.exe'),
  'a date in the year 300000': mail('a date in the year 300000', ['Date: Mon, 1 Jan 300000 00:00:00 +0000']),
  'a date before time': mail('a date before time', ['Date: Mon, 1 Jan 0001 00:00:00 +0000']),
  'a date of words': mail('a date of words', ['Date: yesterday']),
  '200 attachments': mail(
    '200 attachments',
    ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="p"'],
    `${Array.from({ length: 200 }, (_, index) => attachment(`../../etc/${index}\u202egnp.exe`, `file ${index}`)).join('')}--p--`,
  ),
  'a zip bomb': mail(
    'a zip bomb',
    ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="p"'],
    `--p\r\nContent-Type: application/zip; name=b.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n${deflateRawSync(Buffer.alloc(50_000_000)).toString('base64')}\r\n--p--`,
  ),
  'a charset nobody knows': mail('a charset nobody knows', ['Content-Type: text/plain; charset="../../x\u0001"'], 'é'),
  'a number beyond counting': mail('a number beyond counting [#999999999999] [#99999999999999999999]'),
};

/** The newest item of this state, once it is there. */
async function parkedItem(errorCode: string): Promise<{ id: string; error_detail: string }> {
  return eventually(async () => {
    const item = await story
      .database('inbound_items')
      .where({ state: 'parked', error_code: errorCode })
      .orderBy('received_at', 'desc')
      .first<{ id: string; error_detail: string } | undefined>('id', 'error_detail');
    if (!item) throw new Error(`nothing is parked as ${errorCode} yet`);
    return item;
  });
}

async function retry(itemId: string): Promise<string | null> {
  const tools = createTools({ ...story, log: pino({ level: 'silent' }) });
  try {
    return await retryInbound(tools, itemId);
  } finally {
    await tools.transport.close();
  }
}

async function setLimit(maxMailBytes: number): Promise<void> {
  await story
    .database('sources')
    .where({ id: story.sourceId })
    .update({ settings: story.database.raw('settings || ?::jsonb', [JSON.stringify({ maxMailBytes })]) });
}

test('whatever a hostile mail holds, it becomes a ticket or stands parked, and the next mail is a ticket soon', async () => {
  for (const raw of Object.values(hostile)) await append(raw);
  const took = await nextMailArrives('after the hostile ones');
  const items = await story.database('inbound_items').select<{ state: string; error_code: string | null }[]>('*');
  expect(items).toHaveLength(Object.keys(hostile).length + 1);
  expect(items.filter(({ state }) => state !== 'taken').map(({ error_code }) => error_code)).toEqual([
    'MAIL_UNREADABLE',
  ]);
  expect(took).toBeLessThan(30_000);
  await expectEveryTicketFolds(story.database);
}, 120_000);

test('what is written about hostile mail stays plain: no controls, no second sender, no address beyond use', async () => {
  const tickets = await story
    .database('tickets')
    .join('contacts', 'contacts.id', 'contact_id')
    .select('subject', 'name', 'email');
  for (const { subject, name, email } of tickets) {
    for (const text of [subject, name, email]) expect(text ?? '').not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect((email ?? '').length).toBeLessThan(321);
  }
  const nameless = await story.database('tickets').where({ subject: 'no sender' }).first('contact_id', 'draft_reason');
  expect(nameless).toEqual({ contact_id: null, draft_reason: 'the mail names no sender' });
  const files = await story.database('attachments').whereNotNull('sha256').select('name');
  expect(files.length).toBeGreaterThan(99);
  for (const { name } of files) expect(name).not.toMatch(/[\\/\u202e]/);
}, 60_000);

test('an unreadable mail may be tried again and stays parked, and why is told', async () => {
  const { id, error_detail: detail } = await parkedItem('MAIL_UNREADABLE');
  await expect(retry(id)).rejects.toMatchObject({ code: 'MAIL_UNREADABLE', message: detail });
  expect(await parkedItem('MAIL_UNREADABLE')).toMatchObject({ id });
}, 60_000);

test('a mail that was too large is fetched whole when it is tried again under a higher limit', async () => {
  await setLimit(70_000);
  await append(mail('too large at first', [], `begin\r\n${'line after line\r\n'.repeat(8_000)}end`));
  const { id } = await parkedItem('MAIL_TOO_LARGE');
  await expect(retry(id)).rejects.toMatchObject({ code: 'MAIL_TOO_LARGE' });
  await setLimit(10_000_000);
  const ticketId = await retry(id);
  const ticket = await story.database('tickets').where({ id: ticketId }).first('subject');
  expect(ticket.subject).toBe('too large at first');
  const message = await story.database('messages').where({ ticket_id: ticketId }).first('text', 'raw_sha256');
  expect(message.text.endsWith('end')).toBe(true);
  expect((await readRaw(story.database, message.raw_sha256))?.length).toBeGreaterThan(120_000);
  await expect(retry(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });

  await setLimit(70_000);
  await append(mail('too large and gone', [], 'x'.repeat(90_000)));
  const gone = await parkedItem('MAIL_TOO_LARGE');
  await story.mail.admin('POST', '/mailboxes/support/recreate');
  await setLimit(10_000_000);
  await expect(retry(gone.id)).rejects.toMatchObject({ code: 'REFUSED' });
}, 60_000);

test('words typed in may hold anything: what no database takes is left out', async () => {
  const ticket = await story.database('tickets').first('id');
  const now = new Date().toISOString();
  const draftId = await saveDraft(story.database, {
    ticketId: ticket.id,
    kind: 'note',
    representativeId: null,
    text: 'one\0two\ud800',
    now,
  });
  const draft = await story.database('drafts').where({ id: draftId }).first('text');
  expect(draft.text).toBe('onetwo\ufffd');
  const made = await createTicket(story.desk, {
    key: randomUUID(),
    subject: 'typed\0in',
    contact: { name: 'A\0da' },
    text: 'three\0four\udc00',
    tags: ['ta\0g'],
    actor: theDesk,
  });
  const typed = await story.database('tickets').where({ id: made.ticketId }).first('subject', 'tags');
  expect(typed).toEqual({ subject: 'typedin', tags: ['tag'] });
}, 60_000);
