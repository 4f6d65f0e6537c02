import { createHash } from 'node:crypto';

export type Mailbox = 'support' | 'sales';

/** One mail of the storm: what is offered, and which conversation it belongs to. */
export interface PlannedMail {
  messageId: string;
  thread: number;
  kind:
    | 'new'
    | 'answer'
    | 'answer of a copied colleague'
    | 'sent to both mailboxes'
    | 'second mail under one Message-ID';
  mailboxes: Mailbox[];
  from: string;
  raw: Buffer;
}

interface Thread {
  number: number;
  mailbox: Mailbox;
  customer: string;
  colleague: string | null;
  messageIds: string[];
}

const mailboxes: Mailbox[] = ['support', 'sales'];

/**
 * The mails of a storm, in the order in which they are offered: new requests, some of a customer known by then, answers
 * by requesters and by colleagues in copy, one mail to both mailboxes, and strangers' mails under a Message-ID used before.
 */
export function planMails(count: number, random: () => number): PlannedMail[] {
  const answerable: Thread[] = [];
  return Array.from({ length: count }, (_, index) => planMail(index, answerable, random));
}

/** A thread is numbered by the mail that opens it. Nobody answers a stranger's. */
function planMail(index: number, answerable: Thread[], random: () => number): PlannedMail {
  const choice = random();
  const earlier = answerable[Math.floor(random() * answerable.length)];
  if (choice < 0.2 && earlier) return answer(index, earlier, earlier.customer);
  if (choice < 0.3 && earlier?.colleague) return answer(index, earlier, earlier.colleague);
  const thread: Thread = {
    number: index,
    mailbox: mailboxes[Math.floor(random() * 2)]!,
    customer: random() < 0.2 && earlier ? earlier.customer : `customer${index}@customers.test`,
    colleague: random() < 0.3 ? `colleague${index}@customers.test` : null,
    messageIds: [messageIdOf(index)],
  };
  if (choice > 0.97 && earlier) return stranger(thread, earlier.messageIds[0]!);
  answerable.push(thread);
  return choice > 0.93 ? { ...request(thread), kind: 'sent to both mailboxes', mailboxes } : request(thread);
}

function messageIdOf(index: number): string {
  return `<${index}@customers.test>`;
}

function stranger(thread: Thread, reusedMessageId: string): PlannedMail {
  const mail = request({ ...thread, customer: `stranger${thread.number}@customers.test`, colleague: null });
  const raw = mail.raw.toString().replace(`Message-ID: ${mail.messageId}`, `Message-ID: ${reusedMessageId}`);
  return { ...mail, kind: 'second mail under one Message-ID', messageId: reusedMessageId, raw: Buffer.from(raw) };
}

function request({ number, mailbox, customer, colleague }: Thread): PlannedMail {
  return compose({
    messageId: messageIdOf(number),
    thread: number,
    kind: 'new',
    mailboxes: [mailbox],
    from: customer,
    headers: [`Subject: Sipariş ${number} nerede?`, ...(colleague ? [`Cc: ${colleague}`] : [])],
    text: `Merhaba, ${number} numaralı siparişim gelmedi.`,
  });
}

/** Goes to the mailbox of the request, so that it is fetched after it. */
function answer(index: number, thread: Thread, from: string): PlannedMail {
  const messageId = messageIdOf(index);
  const references = [...thread.messageIds];
  thread.messageIds.push(messageId);
  return compose({
    messageId,
    thread: thread.number,
    kind: from === thread.customer ? 'answer' : 'answer of a copied colleague',
    mailboxes: [thread.mailbox],
    from,
    headers: [`Subject: Re: ${index}`, `In-Reply-To: ${references.at(-1)}`, `References: ${references.join(' ')}`],
    text: `Hâlâ bekliyorum (${index}).`,
  });
}

type Draft = Omit<PlannedMail, 'raw'> & { headers: string[]; text: string };

function compose({ headers, text, ...mail }: Draft): PlannedMail {
  const lines = [
    `From: ${mail.from}`,
    'To: support@sample.test, sales@sample.test',
    `Message-ID: ${mail.messageId}`,
    `Date: ${new Date().toUTCString()}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    ...headers,
    '',
    text,
    '',
  ];
  return { ...mail, raw: Buffer.from(lines.join('\r\n')) };
}

export function sha256(raw: Buffer): string {
  return createHash('sha256').update(raw).digest('hex');
}
