import type { AcceptedWrite } from '../../sandbox/platform/write-log.ts';
import { askSandbox, inOwnFolder } from './sandbox-admin.ts';

export type { AcceptedWrite } from '../../sandbox/platform/write-log.ts';

/** Whichever it is. */
export type AnyStandIn = Pick<
  StandIn<{ baseUrl: string; stop(): Promise<void> }>,
  'act' | 'look' | 'faults' | 'writes'
>;

/** A platform's stand-in on a folder of its own, acted on as customers and the platform do. */
export class StandIn<Running extends { baseUrl: string; stop(): Promise<void> }> {
  readonly running: Running;

  private constructor(running: Running) {
    this.running = running;
  }

  static async start<Running extends { baseUrl: string; stop(): Promise<void> }>(
    run: (options: { directory: string }) => Promise<Running>,
  ): Promise<StandIn<Running>> {
    return new StandIn(await inOwnFolder(run));
  }

  /** Acts under `/sandbox/`; what is refused there fails the test. */
  async act<Answer = Record<string, never>>(path: string, body: object = {}): Promise<Answer> {
    return this.#ask(path, body);
  }

  async look<Answer>(path: string): Promise<Answer> {
    return this.#ask(path);
  }

  async faults(changes: object): Promise<void> {
    await this.act('faults', changes);
  }

  async noFaults(): Promise<void> {
    await this.#ask('faults', undefined, 'DELETE');
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
    await this.#ask('calls', undefined, 'DELETE');
    return calls;
  }

  async stop(): Promise<void> {
    await this.running.stop();
  }

  #ask<Answer>(path: string, body?: object, method?: string): Promise<Answer> {
    return askSandbox(`${this.running.baseUrl}/sandbox/${path}`, body, method);
  }
}
