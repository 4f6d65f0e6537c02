import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface AcceptedWrite {
  kind: string;
  target: string;
  id: string | null;
  text: string | null;
}

/** Whichever it is. */
export type AnyStandIn = Pick<
  StandIn<{ baseUrl: string; stop(): Promise<void> }>,
  'act' | 'look' | 'faults' | 'writes'
>;

/** A platform's stand-in on a folder of its own, acted on as customers and the platform do. */
export class StandIn<Running extends { baseUrl: string; stop(): Promise<void> }> {
  readonly running: Running;
  readonly #directory: string;

  private constructor(running: Running, directory: string) {
    this.running = running;
    this.#directory = directory;
  }

  static async start<Running extends { baseUrl: string; stop(): Promise<void> }>(
    run: (options: { directory: string }) => Promise<Running>,
  ): Promise<StandIn<Running>> {
    const directory = mkdtempSync(join(tmpdir(), 'stand-in-'));
    return new StandIn(await run({ directory }), directory);
  }

  /** Acts under `/sandbox/`; what is refused there fails the test. */
  async act<Answer = Record<string, never>>(path: string, body: object = {}): Promise<Answer> {
    return this.#call('POST', path, body);
  }

  async look<Answer>(path: string): Promise<Answer> {
    return this.#call('GET', path);
  }

  async faults(changes: object): Promise<void> {
    await this.act('faults', changes);
  }

  async noFaults(): Promise<void> {
    await this.#call('DELETE', 'faults');
  }

  /** What the platform accepted with these words, or all of a kind, in its own log. */
  async writes(wanted: { text?: string; kind?: string; target?: string }): Promise<AcceptedWrite[]> {
    const all = await this.look<AcceptedWrite[]>('writes');
    const { text, kind, target } = wanted;
    return all.filter(
      (write) =>
        (text === undefined || write.text === text) &&
        (kind === undefined || write.kind === kind) &&
        (target === undefined || write.target === target),
    );
  }

  /** The calls that came since this was last asked. */
  async calls(): Promise<{ method: string; path: string; status: number }[]> {
    const calls = await this.look<{ method: string; path: string; status: number }[]>('calls');
    await this.#call('DELETE', 'calls');
    return calls;
  }

  async stop(): Promise<void> {
    await this.running.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await fetch(`${this.running.baseUrl}/sandbox/${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const told = (await answer.json()) as Answer;
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(told)}`);
    return told;
  }
}
