import type { EmailAddress, HeaderLines, HeaderValue } from 'mailparser';
import { readBounceReport, type BounceReport } from '../../domain/mail/bounce-report.ts';
import { classifyAutomatic, suppressesAutoResponse, type Automatic } from '../../domain/mail/classify-automatic.ts';
import { firstHeader, type MailHeaders } from '../../domain/mail/mail-headers.ts';
import { messageId, messageIdList } from '../../domain/mail/message-ids.ts';
import { safeFileName } from '../../domain/mail/safe-file-name.ts';
import { splitReply, type SplitReply } from '../../domain/mail/split-reply.ts';
import { subjectKind } from '../../domain/mail/subject.ts';
import { withUtf8Head } from './decode-text.ts';
import { htmlToReadableText, withoutMarks } from './html-to-readable-text.ts';
import { readableBody, type ReadableBody } from './readable-body.ts';
import { withSaneHead } from './sane-head.ts';
import { readMime, type MimeAttachment, type MimeMail } from './read-mime.ts';

export interface MailAddress {
  address: string;
  name: string;
}

export interface MailAttachment {
  /** Safe to show and to save under. */
  name: string;
  contentType: string;
  /** Bytes. */
  size: number;
  content: Buffer;
  contentId: string | null;
  /** Shown within the text (an image of a signature, say). */
  inline: boolean;
}

export interface ParsedMail {
  /** With angle brackets, like all ids here. */
  messageId: string | null;
  inReplyTo: string | null;
  references: string[];
  from: MailAddress | null;
  sender: MailAddress[];
  replyTo: MailAddress[];
  to: MailAddress[];
  cc: MailAddress[];
  /** Addresses the servers on the way name as the mailbox: Delivered-To, X-Original-To, Envelope-To. */
  deliveredTo: string[];
  subject: string;
  /** ISO 8601 in UTC; null when missing or unreadable. */
  date: string | null;
  /** The whole readable body. */
  text: string;
  /** `text` without quoted history and signature. */
  reply: string;
  quoted: string;
  signature: string;
  attachments: MailAttachment[];
  automatic: Automatic | null;
  suppressAutoResponse: boolean;
  bounce: BounceReport | null;
  /** All header fields by lower-case name; at most the first 200 names. */
  headers: Record<string, string[]>;
}

const quoteContainer =
  /class=["']?[^"'>]{0,200}(?:gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote|zmail_extra)|id=["']?(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|mail-editor-reference)|<blockquote[^>]{0,200}type=["']?cite|border-top:\s?solid/i;
/** PostgreSQL takes no NUL, a screen no control signs. */
const controls = /[\p{Cc}--[\t\n]]/gv;
const mostHeaderNames = 200;
const mostAddresses = 500;
/** RFC 5321 allows 64 octets before the @ and 255 behind it: whatever is longer reaches nobody. */
const longestAddress = 320;

/** Makes of raw mail what the desk needs. Throws when the structure is beyond the reader's bounds; see parse-mail-safely. */
export async function parseMail(raw: Buffer): Promise<ParsedMail> {
  const mime = await readMime(withUtf8Head(withSaneHead(raw)));
  const headers = readHeaders(mime.headerLines, mime);
  const subject = textHeader(mime, 'subject');
  const body = readableBody(mime.root);
  const split = splitBody(body, subjectKind(subject));
  const automatic = classifyAutomatic(headers);
  return {
    messageId: messageId(firstHeader(headers, 'message-id')),
    inReplyTo: messageId(firstHeader(headers, 'in-reply-to')),
    references: messageIdList(headers.get('references')?.join(' ')),
    from: addresses(mime.headers.get('from'))[0] ?? null,
    sender: addresses(mime.headers.get('sender')),
    replyTo: addresses(mime.headers.get('reply-to')),
    to: addresses(mime.headers.get('to')),
    cc: addresses(mime.headers.get('cc')),
    deliveredTo: deliveredTo(headers),
    subject,
    date: dateOf(firstHeader(headers, 'date')),
    text: withoutMarks(body.marked).trim(),
    ...split,
    attachments: mime.attachments.map(toAttachment),
    automatic,
    suppressAutoResponse: suppressesAutoResponse(headers),
    bounce: automatic === 'bounce' ? readBounce(mime, body.marked) : null,
    headers: Object.fromEntries([...headers].slice(0, mostHeaderNames).map(([name, values]) => [name, [...values]])),
  };
}

/** The text decides; only when it shows no history is the HTML asked, whose containers are surer than words. */
function splitBody(body: ReadableBody, kind: 'answer' | 'forward' | 'plain'): SplitReply {
  const options = kind === 'plain' ? {} : { forwarded: kind === 'forward' };
  const split = splitReply(body.marked, options);
  if (kind === 'forward' || split.quoted !== '' || !body.htmlBeside || !quoteContainer.test(body.htmlBeside))
    return split;
  const fromHtml = splitReply(htmlToReadableText(body.htmlBeside), options);
  return fromHtml.quoted === '' || fromHtml.reply === '' ? split : fromHtml;
}

function readHeaders(lines: HeaderLines, mime: MimeMail): MailHeaders {
  const headers = new Map<string, string[]>();
  for (const { key, line } of lines) {
    const value = Buffer.from(line.slice(line.indexOf(':') + 1), 'latin1')
      .toString('utf8')
      .replace(/\r?\n(?=[ \t])/g, '')
      .replace(controls, '')
      .trim();
    const values = headers.get(key);
    if (values) values.push(value);
    else headers.set(key, [value]);
  }
  if (headers.has('subject')) headers.set('subject', [textHeader(mime, 'subject')]);
  return headers;
}

function textHeader(mime: MimeMail, name: string): string {
  const value = mime.headers.get(name);
  return typeof value === 'string'
    ? value
        .toWellFormed()
        .replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
        .trim()
    : '';
}

function addresses(value: HeaderValue | undefined): MailAddress[] {
  const found: MailAddress[] = [];
  const keep = (address: string, name: string): void => {
    if (address === '' && name.includes('@')) keep(name, '');
    else if (address !== '' && Buffer.byteLength(address) <= longestAddress) found.push({ address, name });
  };
  const add = (entry: EmailAddress): void => {
    if (found.length >= mostAddresses) return;
    if (entry.group) entry.group.forEach(add);
    else keep(clean(entry.address ?? '').replace(/\s/g, ''), clean(entry.name ?? ''));
  };
  for (const header of [value].flat()) {
    if (typeof header === 'object' && header !== null && 'value' in header && Array.isArray(header.value))
      header.value.forEach(add);
  }
  return found;
}

function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function deliveredTo(headers: MailHeaders): string[] {
  const names = [
    'delivered-to',
    'x-original-to',
    'envelope-to',
    'x-envelope-to',
    'x-delivered-to',
    'x-rcpt-to',
    'x-forwarded-to',
  ];
  const values = names.flatMap((name) => headers.get(name) ?? []).flatMap((value) => value.split(','));
  const found = values
    .map((value) => value.replace(/^.*<|>.*$/g, '').trim())
    .filter((value) => /^[^\s@]+@[^\s@]+$/.test(value));
  return [...new Set(found)].slice(0, 50);
}

function dateOf(header: string): string | null {
  const date = new Date(header.replace(/\([^()]*\)/g, ' ').trim());
  const time = date.getTime();
  return Number.isNaN(time) || time < 0 || date.getUTCFullYear() > 9_999 ? null : date.toISOString();
}

function toAttachment(attachment: MimeAttachment): MailAttachment {
  return {
    name: safeFileName(attachment.name, fallbackName(attachment.contentType)),
    contentType: /^[\w.+-]{1,80}\/[\w.+-]{1,80}$/.test(attachment.contentType)
      ? attachment.contentType
      : 'application/octet-stream',
    size: attachment.content.length,
    content: attachment.content,
    contentId: attachment.contentId && clean(attachment.contentId),
    inline: attachment.inline,
  };
}

function fallbackName(contentType: string): string {
  const known: Record<string, string> = {
    'message/rfc822': 'message.eml',
    'message/delivery-status': 'delivery-status.txt',
    'text/rfc822-headers': 'headers.txt',
    'text/calendar': 'invitation.ics',
    'application/ms-tnef': 'winmail.dat',
    'application/pdf': 'attachment.pdf',
    'image/jpeg': 'image.jpg',
    'image/png': 'image.png',
    'image/gif': 'image.gif',
    'text/csv': 'attachment.csv',
  };
  return known[contentType] ?? 'attachment';
}

/** Servers without RFC 3464 write the failed addresses and the old headers into the text. */
function readBounce(mime: MimeMail, text: string): BounceReport {
  const part = (type: RegExp): string =>
    mime.attachments.find((attachment) => type.test(attachment.contentType))?.content.toString('utf8') ?? '';
  const original = part(/^message\/rfc822$|^text\/rfc822-headers$|^message\/global/);
  const report = readBounceReport(part(/^message\/(?:global-)?delivery-status$/).replaceAll('\0', ''), original);
  if (report.originalMessageId) return report;
  const inText = /^[> ]{0,4}Message-ID:\s{0,10}(<[^<>\s]{1,900}>)/im.exec(text.slice(0, 200_000));
  return { ...report, originalMessageId: messageId(inText?.[1]) };
}
