import { createHmac } from 'node:crypto';
import { networkOf } from './network-of.ts';

/**
 * How a network address stands in rows: nobody can read it back, and a scope's counts say nothing of another's.
 * @param address as the server tells it; none where the sender has gone already
 */
export function addressKey(secret: Buffer, scope: string, address: string | undefined): string {
  const mac = createHmac('sha256', secret)
    .update(`address:${scope}:${networkOf(address ?? '')}`)
    .digest();
  return `${scope}:${mac.subarray(0, 16).toString('base64url')}`;
}

const MOST_KNOWN = 20_000;
const MINUTE = 60_000;

interface Known {
  minute: number;
  attempts: number;
  /** Refused until then, in milliseconds of the clock. */
  until: number;
}

/**
 * Remembers in this process who is over a limit, so that they are refused before their body is read; and refuses who
 * tries too often, whatever came of it. The rows count for all processes; this only spares work.
 */
export class Gate {
  #known = new Map<string, Known>();

  /** Counts an attempt. @returns seconds to wait, or null to go on */
  knock(key: string, { now, perMinute }: { now: number; perMinute: number }): number | null {
    const known = this.#known.get(key) ?? { minute: 0, attempts: 0, until: 0 };
    const minute = Math.floor(now / MINUTE);
    if (known.minute !== minute) Object.assign(known, { minute, attempts: 0 });
    known.attempts += 1;
    this.#remember(key, known);
    if (known.attempts > perMinute) known.until = Math.max(known.until, (minute + 1) * MINUTE);
    return known.until > now ? Math.ceil((known.until - now) / 1000) : null;
  }

  /** The rows said that this one is over its limit. */
  shut(key: string, until: number): void {
    const known = this.#known.get(key) ?? { minute: 0, attempts: 0, until: 0 };
    known.until = Math.max(known.until, until);
    this.#remember(key, known);
  }

  /** The least recently seen are forgotten first: a flood from everywhere must not fill the memory. */
  #remember(key: string, known: Known): void {
    this.#known.delete(key);
    this.#known.set(key, known);
    if (this.#known.size <= MOST_KNOWN) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}
