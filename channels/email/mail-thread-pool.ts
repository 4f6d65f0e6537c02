import type { ThreadAnswer } from './mail-parser-thread.ts';
import { MailThread } from './mail-thread.ts';

interface Job {
  raw: Uint8Array;
  timeoutMilliseconds: number;
  done: (answer: ThreadAnswer) => void;
}

/**
 * A few threads that parse one mail each. A thread that takes too long or too much memory is ended and
 * replaced, so one hostile mail costs its own time and nothing else. Idle threads do not keep the process alive.
 */
export class MailThreadPool {
  readonly #size: number;
  readonly #idle: MailThread[] = [];
  readonly #all = new Set<MailThread>();
  readonly #waiting: Job[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  /** Never rejects: the answer says what failed. */
  run(raw: Uint8Array, timeoutMilliseconds: number): Promise<ThreadAnswer> {
    return new Promise((done) => {
      this.#waiting.push({ raw, timeoutMilliseconds, done });
      this.#next();
    });
  }

  /** Ends all threads; the next mail starts new ones. */
  async close(): Promise<void> {
    const threads = [...this.#all];
    this.#all.clear();
    this.#idle.length = 0;
    await Promise.all(threads.map((thread) => thread.end()));
  }

  #next(): void {
    if (this.#waiting.length === 0) return;
    const thread = this.#idle.pop() ?? (this.#all.size < this.#size ? this.#start() : null);
    const job = thread && this.#waiting.shift();
    if (thread && job) void this.#work(thread, job);
  }

  #start(): MailThread {
    const thread = new MailThread();
    this.#all.add(thread);
    return thread;
  }

  async #work(thread: MailThread, job: Job): Promise<void> {
    const { answer, reusable } = await thread.run(job.raw, job.timeoutMilliseconds);
    if (reusable && this.#all.has(thread)) this.#idle.push(thread);
    else if (this.#all.delete(thread)) void thread.end();
    job.done(answer);
    this.#next();
  }
}
