import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ThreadAnswer } from './mail-parser-thread.ts';

const memoryMegabytes = 256;

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
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
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
    await Promise.all(threads.map((thread) => thread.terminate()));
  }

  #next(): void {
    const thread = this.#idle.pop() ?? (this.#all.size < this.#size && this.#waiting.length > 0 ? this.#start() : null);
    const job = thread && this.#waiting.shift();
    if (!thread) return;
    if (!job) {
      this.#idle.push(thread);
      return;
    }
    this.#work(thread, job);
  }

  #start(): Worker {
    const thread = new Worker(threadFile(), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
    });
    this.#all.add(thread);
    return thread;
  }

  #work(thread: Worker, job: Job): void {
    const finish = (answer: ThreadAnswer, reusable: boolean): void => {
      clearTimeout(timer);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      thread.unref();
      if (reusable && this.#all.has(thread)) this.#idle.push(thread);
      else this.#drop(thread);
      job.done(answer);
      this.#next();
    };
    const onMessage = (answer: ThreadAnswer): void => finish(answer, true);
    const onExit = (): void => finish({ failed: 'the reader stopped' }, false);
    const onError = (error: Error & { code?: string }): void => {
      finish(
        {
          failed:
            error.code === 'ERR_WORKER_OUT_OF_MEMORY'
              ? `it took more than ${memoryMegabytes} MB`
              : 'the reader stopped',
        },
        false,
      );
    };
    const timer = setTimeout(
      () => finish({ failed: `it took longer than ${job.timeoutMilliseconds} ms` }, false),
      job.timeoutMilliseconds,
    );
    thread.ref();
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    thread.postMessage(job.raw);
  }

  #drop(thread: Worker): void {
    this.#all.delete(thread);
    thread.on('error', () => {});
    void thread.terminate();
  }
}

/** Beside us is a bundle in dist/ and a source file everywhere else. */
function threadFile(): URL {
  const bundled = new URL('./mail-parser-thread.js', import.meta.url);
  return existsSync(fileURLToPath(bundled)) ? bundled : new URL('./mail-parser-thread.ts', import.meta.url);
}
