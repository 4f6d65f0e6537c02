import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Visitors of the sample desk: two fill in the form, two talk with the chatbot, one of these without an e-mail address.
 * They come in by HTTP like anybody else.
 */
export async function sendSampleVisitors(intakeUrl: string): Promise<void> {
  const forms = formPosts.map((post) => postForm(intakeUrl, post));
  const talks = talkers.map((talker) => talk(intakeUrl, talker));
  await Promise.all([...forms, ...talks]);
}

const formPosts = [
  {
    name: 'Lucía Fernández',
    email: 'lucia@customer.test',
    topic: 'return',
    subject: 'Return of a coat',
    message: 'The coat is lovely but two sizes too large. How do I send it back?',
  },
  {
    name: 'Deniz Aksoy',
    email: 'deniz@musteri.test',
    topic: 'invoice',
    subject: 'Faturada vergi numarası eksik',
    message: 'SO-48211 numaralı siparişimin faturasında vergi numaram yok. Düzeltir misiniz?',
  },
];

/** What a visitor answers, by a word of the question; the first that fits. */
interface Talker {
  [word: string]: string;
}

const talkers: Talker[] = [
  {
    'e-mail': 'grace@customer.test',
    name: 'Grace Mwangi',
    phone: '+254 20 555 0134',
    '': 'My parcel says delivered, but nobody brought anything.',
  },
  { 'e-mail': 'I have none', name: 'Hakan', phone: '+90 532 000 11 22', '': 'Do you repair lamps?' },
];

/** More questions than this no sample chatbot asks. */
const MOST_ANSWERS = 12;
const PATIENCE_SECONDS = 10;

async function postForm(intakeUrl: string, answers: Record<string, string>): Promise<void> {
  await request(`${intakeUrl}/forms/contact`, answers);
}

interface View {
  phase: string;
  isAnswering: boolean;
  lines: { number: number; author: string; text: string }[];
}

async function talk(intakeUrl: string, talker: Talker): Promise<void> {
  const begun = await request<{ conversation: string }>(`${intakeUrl}/api/chat/after-hours/conversations`, {});
  const address = `${intakeUrl}/api/chat/conversations/${begun.conversation}`;
  let after = 0;
  for (let count = 0; count < MOST_ANSWERS; count += 1) {
    const { phase, lines } = await readAnswer(address, after);
    const question = lines.findLast(({ author }) => author === 'bot');
    if (phase !== 'active' || !question) return;
    after = lines.at(-1)?.number ?? after;
    await request(`${address}/lines`, { key: `sample-${count}`, text: answerTo(question.text, talker) });
  }
}

function answerTo(question: string, talker: Talker): string {
  const word = Object.keys(talker).find((one) => question.toLowerCase().includes(one));
  return talker[word ?? ''] ?? '';
}

/** Waits until the bot has said all it has to say. */
async function readAnswer(address: string, after: number): Promise<View> {
  const until = Date.now() + PATIENCE_SECONDS * 1000;
  for (;;) {
    const response = await fetch(`${address}?after=${after}&wait=2`);
    const view = (await response.json()) as View;
    const hasAnswered = view.lines.some(({ author }) => author === 'bot') && !view.isAnswering;
    if (hasAnswered || view.phase !== 'active' || Date.now() > until) return view;
    await sleep(100);
  }
}

async function request<Answer>(url: string, body: object): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`a sample visitor was refused: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
