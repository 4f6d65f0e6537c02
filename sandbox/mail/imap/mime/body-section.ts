import { headerFields, headerLength } from './header-fields.ts';
import { parseMime, type MimePart } from './mime-part.ts';

/** The bytes BODY[section] names (RFC 3501, 6.4.5); null when the mail has no such part. Throws on an unknown section. */
export function bodySection(mail: Buffer, section: string): Buffer | null {
  if (section === '') return mail;
  const split = headerLength(mail);
  const upper = section.toUpperCase();
  if (upper === 'HEADER') return mail.subarray(0, split);
  if (upper === 'TEXT') return mail.subarray(split);
  if (upper.startsWith('HEADER.FIELDS')) return selectedFields(mail.subarray(0, split), section);
  return partSection(parseMime(mail), section);
}

function partSection(root: MimePart, section: string): Buffer | null {
  const [, path = '', what = ''] = /^(\d+(?:\.\d+)*)(?:\.(.+))?$/.exec(section) ?? [];
  if (path === '') throw new Error(`unknown section ${section}`);
  const part = path.split('.').map(Number).reduce<MimePart | null>(childOf, root);
  if (!part) return null;
  const name = what.toUpperCase();
  if (name === '') return part.body;
  if (name === 'MIME') return part.header;
  if (!part.message) return null;
  if (name === 'HEADER') return part.message.header;
  if (name === 'TEXT') return part.message.body;
  if (name.startsWith('HEADER.FIELDS')) return selectedFields(part.message.header, what);
  throw new Error(`unknown section ${section}`);
}

/** Part 1 of a mail that is no multipart is its body; within message/rfc822 the inner mail's parts are counted. */
function childOf(part: MimePart | null, number: number): MimePart | null {
  const holder = part?.message ?? part;
  if (!holder) return null;
  if (holder.children.length > 0) return holder.children[number - 1] ?? null;
  return number === 1 ? holder : null;
}

function selectedFields(header: Buffer, section: string): Buffer {
  const [, not, list] = /^HEADER\.FIELDS(\.NOT)? \(([^)]*)\)$/i.exec(section) ?? [];
  if (list === undefined) throw new Error(`unknown section ${section}`);
  const names = new Set(
    list
      .split(' ')
      .filter(Boolean)
      .map((name) => name.replaceAll('"', '').toLowerCase()),
  );
  const fields = headerFields(header).filter((field) => names.has(field.name) !== Boolean(not));
  const text = fields.map((field) => (field.raw.endsWith('\r\n') ? field.raw : `${field.raw}\r\n`)).join('');
  return Buffer.concat([Buffer.from(text, 'latin1'), Buffer.from('\r\n')]);
}
