import { execFileSync, spawnSync } from 'node:child_process';

/** An OS user for a child process. */
export interface ProcessUser {
  uid: number;
  gid: number;
}

const usualNobody: ProcessUser = { uid: 65_534, gid: 65_534 };

/** The user `nobody`, which every system has: PostgreSQL refuses to run as root, and creating a user needs tools. */
export function findNobody(): ProcessUser {
  try {
    return { uid: askId('-u'), gid: askId('-g') };
  } catch {
    return usualNobody;
  }
}

function askId(which: '-u' | '-g'): number {
  return Number(execFileSync('id', [which, 'nobody'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
}

/** Whether `user` may enter `directory`: every folder above it counts, so the system is asked rather than the modes read. */
export function canEnter(user: ProcessUser, directory: string): boolean {
  const probe = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], { ...user, cwd: '/', stdio: 'ignore' });
  return probe.status === 0;
}
