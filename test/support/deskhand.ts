import { Readable } from 'node:stream';
import { run } from '../../cli/run.ts';
import type { TestDatabase } from './test-database.ts';

export interface Ran {
  exit: number;
  out: string;
  errors: string;
}

export interface RunWith {
  /** What is typed into it; nothing by default. */
  input?: string;
  env?: Record<string, string>;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Typed commands against a test's schema, without an engine. They run in the test's own process, one after the other:
 * starting a program for each would take most of the time. That the program itself does the same is proven elsewhere.
 */
export function deskhandOf(desk: TestDatabase, home: string): (words: string[], given?: RunWith) => Promise<Ran> {
  const inSchema = `${desk.url}?options=${encodeURIComponent(`-csearch_path=${desk.schema}`)}`;
  return (words, { input = '', env = {} } = {}) => {
    const environment = { PATH: '/usr/bin:/bin', DESKHAND_HOME: home, DATABASE_URL: inSchema, ...env };
    const next = last.then(() => runHere(words, { input, environment }));
    last = next.catch(() => {});
    return next;
  };
}

async function runHere(
  words: string[],
  { input, environment }: { input: string; environment: Record<string, string> },
): Promise<Ran> {
  const said = { out: '', errors: '' };
  const { stdout, stderr, env, exitCode } = process;
  const before = { out: stdout.write, errors: stderr.write, stdin: Object.getOwnPropertyDescriptor(process, 'stdin')! };
  const hear = (stream: 'out' | 'errors') => (text: unknown) => {
    said[stream] += String(text);
    return true;
  };
  stdout.write = hear('out');
  stderr.write = hear('errors');
  process.env = environment;
  process.exitCode = undefined;
  Object.defineProperty(process, 'stdin', { value: Readable.from([Buffer.from(input)]), configurable: true });
  try {
    const exit = await run(words);
    // A command that did its work may still have found something wrong, and says so by the program's exit code.
    return { exit: exit || Number(process.exitCode ?? 0), ...said };
  } finally {
    stdout.write = before.out;
    stderr.write = before.errors;
    process.env = env;
    process.exitCode = exitCode;
    Object.defineProperty(process, 'stdin', before.stdin);
  }
}
