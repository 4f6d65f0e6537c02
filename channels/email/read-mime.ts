import { PassThrough, Transform, type TransformCallback } from 'node:stream';
import { MailParser, type AttachmentStream, type HeaderLines, type Headers } from 'mailparser';
import { decodeText } from './decode-text.ts';
import { unflow } from './unflow.ts';

export interface MimePart {
  contentType: string;
  /** Decoded text of a text part, null for others. */
  text: string | null;
  children: MimePart[];
}

export interface MimeAttachment {
  name: string | null;
  contentType: string;
  contentId: string | null;
  inline: boolean;
  content: Buffer;
}

export interface MimeMail {
  headers: Headers;
  headerLines: HeaderLines;
  root: MimePart | null;
  attachments: MimeAttachment[];
}

/** What MailParser 3.14.2 keeps inside and we need: the tree of parts, and the charset before it is decoded. */
interface ParserInside {
  tree: ParserNode | false;
  decoder: { decodeStream(charset: string): Transform };
  createNode(node: SplitNode): ParserNode;
}

interface SplitNode {
  flowed?: boolean;
  delSp?: boolean;
}

interface ParserNode {
  contentType?: string | false;
  charset?: string;
  textContent?: string;
  children?: ParserNode[];
  /** Ours: the part is format=flowed, with or without DelSp. */
  flow?: 'flowed' | 'flowed-delsp';
}

const guessed = 'guessed:';
/** Of longer text the rest is not read, over all parts of a mail together; the raw mail keeps it. */
const mostTextBytes = 1_500_000;

/** Reads the MIME structure of a mail in memory; rejects when it is beyond mailparser's bounds (1 MB of headers, 1000 parts). */
export function readMime(raw: Buffer): Promise<MimeMail> {
  return new Promise((resolve, reject) => {
    const parser = new MailParser({
      ignoreEmbedded: true,
      keepDeliveryStatus: true,
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipTextLinks: true,
      skipImageLinks: true,
      checksumAlgo: false,
    });
    const budget: TextBudget = { bytesLeft: mostTextBytes };
    const inside = parser as unknown as ParserInside;
    const createNode = inside.createNode.bind(parser);
    inside.decoder = {
      decodeStream: (charset) =>
        new CharsetDecoder(charset.startsWith(guessed) ? charset.slice(guessed.length) : charset, budget),
    };
    inside.createNode = (node) => {
      const flow = node.flowed ? (node.delSp ? 'flowed-delsp' : 'flowed') : undefined;
      node.flowed = false;
      const created = createNode(node);
      return Object.assign(created, { flow, charset: guessed + (created.charset ?? '') });
    };
    const attachments: MimeAttachment[] = [];
    parser.on('data', (data) => {
      if (data.type === 'attachment') collect(data, attachments, reject);
    });
    parser.on('error', reject);
    parser.on('end', () => {
      resolve({
        headers: parser.headers || new Map(),
        headerLines: parser.headerLines || [],
        root: inside.tree ? toPart(inside.tree) : null,
        attachments,
      });
    });
    parser.end(raw);
  });
}

function toPart(node: ParserNode): MimePart {
  return {
    contentType: (node.contentType || 'text/plain').toLowerCase(),
    text:
      node.textContent !== undefined && node.flow
        ? unflow(node.textContent, node.flow === 'flowed-delsp')
        : (node.textContent ?? null),
    children: (node.children ?? []).map(toPart),
  };
}

function collect(stream: AttachmentStream, into: MimeAttachment[], fail: (error: Error) => void): void {
  const chunks: Buffer[] = [];
  const attachment: MimeAttachment = {
    name: stream.filename ?? null,
    contentType: (stream.contentType || 'application/octet-stream').toLowerCase(),
    contentId: stream.contentId ?? null,
    inline: stream.contentDisposition === 'inline' || stream.related === true,
    content: Buffer.alloc(0),
  };
  into.push(attachment);
  const content = stream.content.pipe(new PassThrough());
  stream.content.on('error', fail);
  content.on('data', (chunk: Buffer) => chunks.push(chunk));
  content.on('end', () => {
    attachment.content = Buffer.concat(chunks);
    stream.release?.();
  });
}

interface TextBudget {
  bytesLeft: number;
}

/** Collects a part's bytes, as far as the mail's budget goes, and decodes them at the end, when the best guess can be made. */
class CharsetDecoder extends Transform {
  readonly #charset: string;
  readonly #budget: TextBudget;
  readonly #chunks: Buffer[] = [];

  constructor(charset: string, budget: TextBudget) {
    super();
    this.#charset = charset;
    this.#budget = budget;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.#budget.bytesLeft > 0) this.#chunks.push(chunk.subarray(0, this.#budget.bytesLeft));
    this.#budget.bytesLeft -= chunk.length;
    done();
  }

  override _flush(done: TransformCallback): void {
    const text = decodeText(Buffer.concat(this.#chunks), this.#charset === '' ? null : this.#charset);
    if (text !== '') this.push(Buffer.from(text, 'utf8'));
    done();
  }
}
