import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface DeskProcess {
  /** Everything it wrote so far, to standard output and standard error. */
  output(): string;
  /** Where it listens; empty for one that does not. */
  url: string;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

/** Runs a part of the desk as people do: a process of its own, with nothing but its environment. Resolves once it works. */
export async function startDeskProcess(
  part: 'worker' | 'intake',
  environment: Record<string, string>,
): Promise<DeskProcess> {
  const child = spawn(process.execPath, [program, part], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'exit');
  const said = (await Promise.race([once(child, 'message'), exited.then(() => null)])) as [{ url?: string }] | null;
  if (!said) throw new Error(`the ${part} did not start:\n${output}`);
  return {
    output: () => output,
    url: said[0].url ?? '',
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
