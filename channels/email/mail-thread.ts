import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ThreadAnswer } from './mail-parser-thread.ts';

const memoryMegabytes = 256;
/** On a busy machine a thread may wait this many times its own working time before it is given up. */
const patience = 6;
const answerWithinMilliseconds = 1_000;

export interface ThreadOutcome {
  answer: ThreadAnswer;
  /** The thread is as good as before. */
  reusable: boolean;
}

/** One thread that parses one mail at a time, within bounds of memory and of its own working time. */
export class MailThread {
  readonly #worker: Worker;
  /** Working time of the thread up to its last answer. */
  #spentMilliseconds = 0;

  constructor() {
    this.#worker = new Worker(threadFile(), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
    });
  }

  /** Never rejects. While it runs it keeps the process alive; idle it does not. */
  run(raw: Uint8Array, timeoutMilliseconds: number): Promise<ThreadOutcome> {
    return new Promise((resolve) => {
      const worker = this.#worker;
      const finish = (answer: ThreadAnswer, reusable: boolean): void => {
        watch.abort();
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        worker.unref();
        resolve({ answer, reusable });
      };
      const watch = new AbortController();
      const onMessage = (answer: ThreadAnswer): void => {
        this.#spentMilliseconds = answer.threadMilliseconds ?? this.#spentMilliseconds;
        finish(answer, true);
      };
      const onError = (error: Error & { code?: string }): void => {
        const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        finish({ failed: memory ? `it took more than ${memoryMegabytes} MB` : 'the reader stopped' }, false);
      };
      const onExit = (): void => finish({ failed: 'the reader stopped' }, false);
      worker.ref();
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      worker.postMessage(raw);
      void this.#tookTooLong(timeoutMilliseconds, watch.signal).then((late) => {
        if (late) finish({ failed: `it took longer than ${timeoutMilliseconds} ms` }, false);
      });
    });
  }

  /** Ends the thread, whatever it does. */
  async end(): Promise<void> {
    this.#worker.on('error', () => {});
    await this.#worker.terminate();
  }

  /** Resolves with true when the mail has had its working time, or far more time than that has passed. */
  async #tookTooLong(limitMilliseconds: number, done: AbortSignal): Promise<boolean> {
    const start = performance.now();
    let wait = limitMilliseconds;
    while (!done.aborted) {
      await elapsed(wait, done);
      if (done.aborted) return false;
      const worked = (await this.#workedMilliseconds(done)) - this.#spentMilliseconds;
      if (worked >= limitMilliseconds || performance.now() - start >= limitMilliseconds * patience)
        return !done.aborted;
      wait = Math.max(50, limitMilliseconds - worked);
    }
    return false;
  }

  /** Working time since the thread began; infinite when it does not even say that. */
  async #workedMilliseconds(done: AbortSignal): Promise<number> {
    const usage = this.#worker.cpuUsage().then(({ user, system }) => (user + system) / 1_000);
    return Promise.race([usage.catch(() => Infinity), elapsed(answerWithinMilliseconds, done).then(() => Infinity)]);
  }
}

/** Resolves after the time, or at once when `done` is. */
function elapsed(milliseconds: number, done: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    done.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Beside us is a bundle in dist/ and a source file everywhere else. */
function threadFile(): URL {
  const bundled = new URL('./mail-parser-thread.js', import.meta.url);
  return existsSync(fileURLToPath(bundled)) ? bundled : new URL('./mail-parser-thread.ts', import.meta.url);
}
