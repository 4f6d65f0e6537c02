import { readFileSync } from 'node:fs';
import { say } from './report.ts';

/** Does its work once. @returns how many units were done */
export type Arm = () => Promise<number>;

interface Measured {
  perSecond: number;
  /** CPU time of this process per unit. */
  cpuMilliseconds: number;
}

export interface Comparison {
  /** What both arms are called in the figures. */
  floorName: string;
  subjectName: string;
  floor: Arm;
  subject: Arm;
  /** Done before each turn of the subject, untimed. */
  prepare?: () => Promise<void>;
  pairs: number;
}

/** A pair during which neighbours took more than this part of the processors is left out. */
const MOST_STEAL = 0.05;

/**
 * The subject's rate as a part of the floor's: both alternate (A B B A) in one process, and the median of the pairs'
 * ratios stands. A first round of each is not counted.
 */
export async function compareRates(comparison: Comparison): Promise<number> {
  const { floor, subject, prepare, pairs } = comparison;
  await floor();
  await prepare?.();
  await subject();
  const taken: { floor: Measured; subject: Measured; steal: number }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    await prepare?.();
    const before = readProcessors();
    const isFloorFirst = pair % 2 === 0;
    const first = await measure(isFloorFirst ? floor : subject);
    const second = await measure(isFloorFirst ? subject : floor);
    const steal = stealSince(before);
    taken.push(isFloorFirst ? { floor: first, subject: second, steal } : { floor: second, subject: first, steal });
  }
  const calm = taken.filter(({ steal }) => steal <= MOST_STEAL);
  const kept = calm.length >= 3 ? calm : taken;
  tell(
    comparison.floorName,
    kept.map((pair) => pair.floor),
  );
  tell(
    comparison.subjectName,
    kept.map((pair) => pair.subject),
  );
  const ratios = kept.map((pair) => pair.subject.perSecond / pair.floor.perSecond);
  const steal = median(taken.map((pair) => pair.steal));
  say(
    `${kept.length} of ${taken.length} pairs kept, ratios ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}, steal ${(steal * 100).toFixed(1)} %`,
  );
  return median(ratios);
}

async function measure(arm: Arm): Promise<Measured> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const units = await arm();
  const seconds = (performance.now() - start) / 1000;
  const used = process.cpuUsage(cpu);
  return { perSecond: units / seconds, cpuMilliseconds: (used.user + used.system) / 1000 / units };
}

function tell(name: string, all: Measured[]): void {
  const rate = median(all.map(({ perSecond }) => perSecond));
  const cpu = median(all.map(({ cpuMilliseconds }) => cpuMilliseconds));
  say(`${name}: ${rate.toFixed(rate < 100 ? 1 : 0)}/s, ${cpu.toFixed(2)} ms CPU of this process each`);
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const [low, high] = [sorted[Math.floor(place)] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN];
  return low + (high - low) * (place - Math.floor(place));
}

interface Processors {
  all: number;
  steal: number;
}

/** Time of all processors so far, and what the machine's other guests took of it. Zeros where /proc is not. */
function readProcessors(): Processors {
  try {
    const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
    const ticks = line.split(/\s+/).slice(1, 9).map(Number);
    return { all: ticks.reduce((sum, tick) => sum + tick, 0), steal: ticks[7] ?? 0 };
  } catch {
    return { all: 0, steal: 0 };
  }
}

function stealSince(before: Processors): number {
  const now = readProcessors();
  return now.all === before.all ? 0 : (now.steal - before.steal) / (now.all - before.all);
}
