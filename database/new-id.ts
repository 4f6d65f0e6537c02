import { randomBytes } from 'node:crypto';

let lastMillisecond = 0;
let countWithin = 0;

/**
 * A UUID version 7 (RFC 9562): ordered by time, so that index pages fill from one end and lists sort by it. Ids of one
 * process within a millisecond are counted, so that they keep their order too.
 */
export function newId(now = Date.now()): string {
  countWithin = now === lastMillisecond ? countWithin + 1 : randomBytes(1)[0]!;
  lastMillisecond = now;
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = ((countWithin >> 8) & 0x0f) | 0x70;
  bytes[7] = countWithin & 0xff;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
