import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AcceptedWrite } from '../../sandbox/platform/write-log.ts';

/** A call of a stand-in's own side, under `/sandbox/`; what is refused there fails the test. */
export async function askSandbox<Answer>(url: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return JSON.parse(text) as Answer;
}

/** Acts as customers, as the owner and as the platform at a stand-in. */
export interface SandboxAdmin {
  post<Answer = { id: string }>(path: string, body?: object): Promise<Answer>;
  /** Switches faults on; without any, all are off. */
  faults(faults?: object): Promise<void>;
  /** What was accepted, in the platform's own log. */
  writes(): Promise<AcceptedWrite[]>;
}

export function sandboxAdmin(baseUrl: string): SandboxAdmin {
  return {
    post: (path, body = {}) => askSandbox(`${baseUrl}/sandbox/${path}`, body),
    async faults(faults) {
      await askSandbox(`${baseUrl}/sandbox/faults`, faults, faults ? 'POST' : 'DELETE');
    },
    writes: () => askSandbox(`${baseUrl}/sandbox/writes`),
  };
}

/** A stand-in in a folder of its own, which goes when it stops. */
export async function inOwnFolder<Sandbox extends { stop(): Promise<void> }>(
  run: (options: { directory: string }) => Promise<Sandbox>,
): Promise<Sandbox> {
  const directory = mkdtempSync(join(tmpdir(), 'platform-sandbox-'));
  const sandbox = await run({ directory });
  return {
    ...sandbox,
    async stop() {
      await sandbox.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
