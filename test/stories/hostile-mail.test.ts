import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
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

/** What became of each mail, by state. */
async function itemCounts(): Promise<Record<string, number>> {
  const rows = await story
    .database('inbound_items')
    .groupBy('state')
    .select<{ state: string; count: number }[]>('state', story.database.raw('count(*)::int AS count'));
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
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
  Array.from({ length: Math.ceil(length / 64) }, (_, index) =>
    createHash('sha256').update(String(index)).digest('hex'),
  )
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
  'lone surrogates': mail('lone surrogates').replace('Ada <', '=?utf-16be?B?2ADYAA==?= <').replace('lone surrogates\r', 'lone surrogates =?utf-16be?B?2ADYAA==?=\r'),
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

test('whatever a hostile mail holds, it becomes a ticket or stands parked, and the next mail is a ticket soon', async () => {
  const memoryBefore = process.memoryUsage().rss;
  for (const raw of Object.values(hostile)) await append(raw);
  const took = await nextMailArrives('after the hostile ones');
  const counts = await itemCounts();
  const parked = await story.database('inbound_items').where({ state: 'parked' }).select('error_code', 'error_detail', 'external_id');
  console.log(took, counts, parked, process.memoryUsage().rss - memoryBefore);
  console.log((await story.database('tickets').join('contacts','contacts.id','contact_id').join('messages','messages.ticket_id','tickets.id').select('subject','contacts.name','email','draft_reason','mail_message_id',story.database.raw('length(text) as length'))).map(r=>JSON.stringify(r).slice(0,300)).join('\n'));
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  expect(total).toBe(Object.keys(hostile).length + 1);
  expect(parked.filter(({ error_code }) => error_code === 'UNEXPECTED')).toEqual([]);
  expect(took).toBeLessThan(30_000);
}, 120_000);
