export interface HeaderField {
  /** In lower case. */
  name: string;
  /** Unfolded, bytes one to one (latin1). */
  value: string;
  /** As it stands in the mail, with its line ends. */
  raw: string;
}

/** Where the header ends: the length of the block with its empty line. */
export function headerLength(mail: Buffer): number {
  if (mail.subarray(0, 2).toString('latin1') === '\r\n') return 2;
  const end = mail.indexOf('\r\n\r\n');
  return end === -1 ? mail.length : end + 4;
}

/** The fields of a header block in their order. */
export function headerFields(header: Buffer): HeaderField[] {
  const fields: HeaderField[] = [];
  for (const raw of header.toString('latin1').split(/(?<=\r\n)(?![ \t])/)) {
    const colon = raw.indexOf(':');
    if (colon < 1) continue;
    const value = raw
      .slice(colon + 1)
      .replaceAll(/\r\n(?=[ \t])/g, '')
      .trim();
    fields.push({ name: raw.slice(0, colon).trim().toLowerCase(), value, raw });
  }
  return fields;
}

/** The first field of that name, or null. */
export function headerValue(fields: readonly HeaderField[], name: string): string | null {
  return fields.find((field) => field.name === name)?.value ?? null;
}
