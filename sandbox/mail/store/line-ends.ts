const newline = 0x0a;
const carriageReturn = 0x0d;

/** Mail on the wire ends its lines with CRLF (RFC 5322, 2.1); bare newlines become that, anything else stays as it is. */
export function withNetworkLineEnds(raw: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let start = 0;
  for (let at = raw.indexOf(newline); at !== -1; at = raw.indexOf(newline, at + 1)) {
    if (at > 0 && raw[at - 1] === carriageReturn) continue;
    pieces.push(raw.subarray(start, at), lineEnd);
    start = at + 1;
  }
  return pieces.length === 0 ? raw : Buffer.concat([...pieces, raw.subarray(start)]);
}

const lineEnd = Buffer.from('\r\n');
