import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askSandbox } from '../../test/support/sandbox-admin.ts';
import { Receiver } from '../platform/receiver-in-test.ts';
import { runFormsSandbox, type FormsSandbox } from './main.ts';
import { senderKinds, type Delivery, type SenderKind } from './state.ts';

/** A stand-in of its own for a test, a callback that all its senders send to, and its admin API. */
export class SandboxInTest {
  readonly directory = mkdtempSync(join(tmpdir(), 'forms-'));
  readonly receiver = new Receiver();
  readonly #running: FormsSandbox[] = [];
  callback = '';

  static async start(samples = false): Promise<SandboxInTest> {
    const sandbox = new SandboxInTest();
    sandbox.callback = await sandbox.receiver.start();
    await sandbox.run({ samples });
    await sandbox.admin('/settings', { retryMilliseconds: [1, 1, 1] });
    if (!samples)
      for (const kind of senderKinds) await sandbox.admin(`/senders/${kind}`, { callback: sandbox.callback });
    return sandbox;
  }

  get running(): FormsSandbox {
    return this.#running.at(-1) as FormsSandbox;
  }

  async run(options: {
    samples?: boolean;
    trickleSeconds?: number;
    callbacks?: Record<string, string>;
  }): Promise<void> {
    this.#running.push(await runFormsSandbox({ directory: this.directory, ...options }));
  }

  async end(): Promise<void> {
    await this.running.stop();
    await this.receiver.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  secretOf(kind: SenderKind): string {
    return this.running.senders.find((sender) => sender.kind === kind)?.secret ?? '';
  }

  /** A call of the admin API; fails the test when it is refused. */
  admin<Body>(path: string, body?: unknown, method?: string): Promise<Body> {
    return askSandbox(`${this.running.baseUrl}/sandbox${path}`, body, method);
  }

  /** Somebody fills in a form. @returns the submission's id */
  async respond(kind: SenderKind, more: Record<string, unknown> = {}): Promise<string> {
    const { submissionIds } = await this.admin<{ submissionIds: string[] }>('/responses', { kind, ...more });
    return submissionIds[0] as string;
  }

  /** Waits until every delivery has come to its end. */
  async settled(): Promise<Delivery[]> {
    for (;;) {
      const deliveries = await this.admin<Delivery[]>('/deliveries');
      if (deliveries.every(({ state }) => state === 'delivered' || state === 'failed')) return deliveries;
    }
  }

  async statuses(): Promise<(number | null)[][]> {
    return (await this.settled()).map(({ attempts }) => attempts.map(({ status }) => status));
  }

  async accepted(): Promise<{ kind: string; target: string; id: string }[]> {
    return this.admin('/writes');
  }
}
