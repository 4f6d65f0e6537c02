import { headerFields, headerLength, headerValue, type HeaderField } from './header-fields.ts';
import { parseParameters } from './parameters.ts';

/** One part of a mail; the mail itself is the outermost. */
export interface MimePart {
  header: Buffer;
  body: Buffer;
  fields: HeaderField[];
  type: string;
  subtype: string;
  parameters: [string, string][];
  /** Of a multipart: its parts. */
  children: MimePart[];
  /** Of a message/rfc822: the mail within. */
  message: MimePart | null;
}

interface Budget {
  partsLeft: number;
}

const maximumDepth = 50;

/** Takes a mail apart as far as 50 levels and 1,000 parts; what lies deeper stays text. */
export function parseMime(mail: Buffer): MimePart {
  return parsePart(mail, 0, { partsLeft: 1000 });
}

function parsePart(bytes: Buffer, depth: number, budget: Budget): MimePart {
  budget.partsLeft -= 1;
  const split = headerLength(bytes);
  const header = bytes.subarray(0, split);
  const body = bytes.subarray(split);
  const fields = headerFields(header);
  const content = parseParameters(headerValue(fields, 'content-type') ?? 'text/plain; charset=us-ascii');
  const [type = '', subtype = ''] = content.value.toLowerCase().split('/');
  const part: MimePart = {
    header,
    body,
    fields,
    type,
    subtype,
    parameters: content.parameters,
    children: [],
    message: null,
  };
  if (depth >= maximumDepth) return { ...part, type: 'text', subtype: 'plain' };
  if (type === 'message' && subtype === 'rfc822') part.message = parsePart(body, depth + 1, budget);
  if (type === 'multipart') {
    const boundary = content.parameters.find(([name]) => name === 'boundary')?.[1];
    for (const child of boundary ? splitAtBoundary(body, boundary) : []) {
      if (budget.partsLeft > 0) part.children.push(parsePart(child, depth + 1, budget));
    }
  }
  // A multipart without parts has no BODYSTRUCTURE of its own kind: it is shown as text.
  if (type === 'multipart' && part.children.length === 0) return { ...part, type: 'text', subtype: 'plain' };
  return part;
}

function splitAtBoundary(body: Buffer, boundary: string): Buffer[] {
  const parts: Buffer[] = [];
  const mark = Buffer.from(`--${boundary}`, 'latin1');
  let start = -1;
  for (let at = body.indexOf(mark); at !== -1; at = body.indexOf(mark, at + mark.length)) {
    if (at > 0 && body[at - 1] !== 0x0a) continue;
    if (start !== -1) parts.push(body.subarray(start, Math.max(start, at - 2)));
    const after = at + mark.length;
    if (body.subarray(after, after + 2).toString('latin1') === '--') return parts;
    const lineEnd = body.indexOf('\r\n', after);
    if (lineEnd === -1) return parts;
    start = lineEnd + 2;
  }
  if (start !== -1) parts.push(body.subarray(start));
  return parts;
}
