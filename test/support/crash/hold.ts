import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FailPoint } from '../../../domain/fail-points.ts';
import type { Hit } from './half-done.ts';

const LONGEST_MILLISECONDS = 90_000;
/** A desk that has done all it had to do comes to no point any more: it is given more. */
const AGAIN_MILLISECONDS = 5000;
/** A held process with nothing half done is let go after this long, and the next is held. */
const PATIENCE_MILLISECONDS = 400;

export interface Holding {
  folder: string;
  point: FailPoint;
  /** What is half done with this in hand; null when nothing is. */
  check: (hit: Hit) => Promise<string | null>;
  /** Gives the desk something to do once the point is armed. */
  meanwhile: () => unknown;
  /** The same again, as long as nothing was found. */
  again?: () => unknown;
  /** Holds until then, instead of letting go of whoever has nothing half done. */
  isPatient?: boolean;
}

/**
 * Arms a point, and waits until a process is held there with something half done. Let go by `release`.
 * @returns null when nothing was found half done for 90 s
 */
export async function holdAt({ folder, point, check, meanwhile, again, isPatient }: Holding): Promise<Held | null> {
  const files = filesOf(folder, point);
  const until = Date.now() + LONGEST_MILLISECONDS;
  arm(files);
  await meanwhile();
  let heldSince = 0;
  let busyUntil = Date.now() + AGAIN_MILLISECONDS;
  while (Date.now() < until) {
    const hits = readHits(files.hit);
    for (const hit of hits) {
      const inFlight = await check(hit);
      if (!inFlight) continue;
      return {
        inFlight,
        hit,
        isHeldTwice: () => hasRepeats(readHits(files.hit)),
        keepOnly: (ids) => writeFileSync(files.arm, ids.join('\n')),
        release: () => rmSync(files.arm, { force: true }),
      };
    }
    if (hits.length > 0 && heldSince === 0) heldSince = Date.now();
    if (!isPatient && heldSince > 0 && Date.now() - heldSince > PATIENCE_MILLISECONDS) {
      rmSync(files.arm);
      await sleep(60);
      arm(files);
      heldSince = 0;
    }
    if (again && Date.now() > busyUntil) {
      await again();
      busyUntil = Date.now() + AGAIN_MILLISECONDS;
    }
    await sleep(20);
  }
  rmSync(files.arm, { force: true });
  return null;
}

export interface Held {
  /** What is half done, in words. */
  inFlight: string;
  hit: Hit;
  /** Whether two at once are held with the same thing in hand. */
  isHeldTwice(): boolean;
  /** Lets go of everybody but those who have one of these in hand. */
  keepOnly(ids: string[]): void;
  release(): void;
}

function hasRepeats(hits: Hit[]): boolean {
  const inHand = hits.map(({ deliveryId, ticketId }) => deliveryId ?? ticketId);
  return new Set(inHand).size < inHand.length;
}

function filesOf(folder: string, point: FailPoint) {
  mkdirSync(folder, { recursive: true });
  const name = join(folder, point.replaceAll(':', '.'));
  return { arm: `${name}.arm`, hit: `${name}.hit` };
}

function arm(files: { arm: string; hit: string }): void {
  rmSync(files.hit, { force: true });
  writeFileSync(files.arm, '');
}

/** A line that is being written is read whole the next time. */
function readHits(file: string): Hit[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Hit);
}
