/** Only the counts are wanted: they are quick, and the same on any machine. */
export const onlyGates = process.argv.includes('--gates');

const last: string[] = [];

/** A figure to read on the way. */
export function say(line: string): void {
  console.log(`  ${line}`);
}

export interface Ratio {
  name: string;
  ratio: number;
  target: string;
}

/** Notes a ratio for the closing lines. A time never fails a run: machines differ, and neighbours too. */
export function reportRatio({ name, ratio, target }: Ratio): void {
  last.push(`${name}: ratio ${ratio.toFixed(ratio < 10 ? 2 : 1)} (target ${target})`);
}

/** Notes a count; over its budget it fails the run. */
export function reportCount({ name, count, most }: { name: string; count: number; most: number }): void {
  const isOver = count > most;
  last.push(
    `${name}: count ${Number.isInteger(count) ? count : count.toFixed(3)} (target <= ${most})${isOver ? ' OVER' : ''}`,
  );
  if (isOver) process.exitCode = 1;
}

/** Prints what was noted, last, one line each, and ends the process: whatever still hangs on has nothing to add. */
export function finish(): never {
  for (const line of last) console.log(line);
  process.exit(process.exitCode ?? 0);
}
