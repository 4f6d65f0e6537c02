import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';

/**
 * What tells a process from a later one that was given the same number: the moment it started (and on Linux the boot).
 * Undefined when there is no such process.
 */
export function processIdentity(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  return process.platform === 'linux' ? linuxIdentity(pid) : psField(pid, 'lstart=');
}

/** Whether a process of this number exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether the process works in `directory` or names it among its arguments. */
export function processBelongsTo(pid: number, directory: string): boolean {
  const real = realpathSync(directory);
  if (process.platform !== 'linux') return psField(pid, 'args=')?.includes(directory) ?? false;
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    if (words.some((word) => word === directory || word.startsWith(`${directory}/`))) return true;
    return realpathSync(`/proc/${pid}/cwd`) === real;
  } catch {
    return false;
  }
}

function linuxIdentity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in brackets and may hold anything; the 20th field after it is the start time in ticks since boot.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${rest[18]}`;
  } catch {
    return undefined;
  }
}

function psField(pid: number, field: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', field, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}
