import type { FaultBoard } from '../platform/fault-board.ts';
import type { StateFile } from '../platform/state-file.ts';
import type { WriteLog } from '../platform/write-log.ts';
import type { FormsFaults } from './faults.ts';
import { retryAfterMilliseconds } from './retry-after.ts';
import { signedHeaders } from './signed-headers.ts';
import type { Attempt, Delivery, FormsState, Sender, SenderKind } from './state.ts';

const MOST_AT_ONCE = 8;
const MOST_FINISHED_KEPT = 500;
const LOOK_AGAIN_MILLISECONDS = 50;
const SAVE_MILLISECONDS = 50;

/** That its callback is gone, by vendor: Standard Webhooks and Typeform stop at 410, Typeform at 404 too. */
const goneStatuses: Record<SenderKind, readonly number[]> = { standard: [410], typeform: [404, 410], tally: [410] };

interface DelivererParts {
  file: StateFile<FormsState>;
  faults: FaultBoard<FormsFaults>;
  writes: WriteLog;
}

interface Outcome extends Attempt {
  /** What `retry-after` asks for. */
  waitMilliseconds: number;
}

/** Sends what is due to the callbacks, again and again until it is taken, the schedule ends, or the callback is gone. */
export class Deliverer {
  readonly #parts: DelivererParts;
  readonly #running = new Set<string>();
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #saveTimer: NodeJS.Timeout | undefined;

  constructor(parts: DelivererParts) {
    this.#parts = parts;
  }

  /** Sends what is due now, and sees to it that the rest is sent in its time. To be called after every change. */
  wake(): void {
    clearTimeout(this.#timer);
    if (this.#stopping.signal.aborted) return;
    const waiting = this.#state.deliveries.filter((each) => each.state === 'waiting' && !this.#running.has(each.id));
    if (waiting.length === 0) return;
    const due = this.#parts.faults.now.down ? [] : waiting.filter(({ nextAt }) => nextAt <= Date.now());
    for (const delivery of due.slice(0, MOST_AT_ONCE - this.#running.size)) void this.#deliver(delivery);
    if (this.#running.size >= MOST_AT_ONCE) return;
    const next = Math.min(...waiting.map(({ nextAt }) => nextAt)) - Date.now();
    this.#timer = setTimeout(() => this.wake(), Math.max(next, LOOK_AGAIN_MILLISECONDS));
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#saveTimer);
    this.#stopping.abort();
    this.#parts.file.save();
  }

  get #state(): FormsState {
    return this.#parts.file.value;
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { faults } = this.#parts;
    const sender = this.#state.senders.find(({ kind }) => kind === delivery.kind) as Sender;
    this.#running.add(delivery.id);
    const send = this.#sending(delivery, sender);
    const outcome =
      faults.now.repeats.atOnce && faults.take('repeats') ? await this.#both(delivery, send) : await send();
    this.#running.delete(delivery.id);
    if (this.#stopping.signal.aborted) return;
    note(delivery, outcome);
    if (isAccepted(outcome)) {
      delivery.state = 'delivered';
      this.#log(delivery);
      if (!faults.now.repeats.atOnce && faults.take('repeats'))
        void send().then((again) => this.#noteRepeat(delivery, again));
    } else if (goneStatuses[sender.kind].includes(outcome.status ?? 0)) this.#stopSender(sender);
    else this.#putOff(delivery, outcome);
    this.#saveSoon();
    this.wake();
  }

  /** The same bytes and headers each time it is called. */
  #sending(delivery: Delivery, sender: Sender): () => Promise<Outcome> {
    const headers = signedHeaders(delivery, sender, this.#parts.faults);
    const timeout = this.#state.settings.timeoutMilliseconds[sender.kind];
    return () =>
      post(sender.callback ?? '', {
        method: 'POST',
        headers,
        body: delivery.body,
        redirect: 'manual',
        signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(timeout)]),
      });
  }

  async #both(delivery: Delivery, send: () => Promise<Outcome>): Promise<Outcome> {
    const [outcome, repeat] = await Promise.all([send(), send()]);
    this.#noteRepeat(delivery, repeat);
    return outcome;
  }

  #noteRepeat(delivery: Delivery, outcome: Outcome): void {
    if (this.#stopping.signal.aborted) return;
    note(delivery, outcome);
    if (isAccepted(outcome)) this.#log(delivery);
    this.#saveSoon();
  }

  #log({ submissionId, id, kind }: Delivery): void {
    this.#parts.writes.add({ kind: 'response', target: submissionId, id, text: kind });
  }

  /** Not after each attempt: what a kill takes with it is sent once more, as vendors do. */
  #saveSoon(): void {
    this.#saveTimer ??= setTimeout(() => {
      this.#saveTimer = undefined;
      this.#parts.file.save();
    }, SAVE_MILLISECONDS);
  }

  #stopSender(sender: Sender): void {
    sender.stopped = true;
    for (const delivery of this.#state.deliveries)
      if (delivery.kind === sender.kind && delivery.state === 'waiting') delivery.state = 'failed';
  }

  #putOff(delivery: Delivery, { waitMilliseconds }: Outcome): void {
    const wait = this.#state.settings.retryMilliseconds[delivery.attempts.length - 1];
    if (wait === undefined) delivery.state = 'failed';
    else delivery.nextAt = Date.now() + Math.max(wait, waitMilliseconds);
  }
}

/** Forgets the oldest finished deliveries beyond those that are kept. */
export function forgetOldDeliveries(state: FormsState): void {
  const finished = state.deliveries.filter((each) => each.state === 'delivered' || each.state === 'failed');
  const old = new Set(finished.slice(0, Math.max(finished.length - MOST_FINISHED_KEPT, 0)));
  if (old.size > 0) state.deliveries = state.deliveries.filter((each) => !old.has(each));
}

async function post(callback: string, request: RequestInit): Promise<Outcome> {
  const at = new Date().toISOString();
  try {
    const response = await fetch(callback, request);
    await response.arrayBuffer();
    const waitMilliseconds = retryAfterMilliseconds(response.headers.get('retry-after'));
    return { at, status: response.status, error: null, waitMilliseconds };
  } catch (error) {
    return { at, status: null, error: (error as Error).message, waitMilliseconds: 0 };
  }
}

function note(delivery: Delivery, { at, status, error }: Outcome): void {
  delivery.attempts.push({ at, status, error });
}

function isAccepted({ status }: Attempt): boolean {
  return status !== null && status >= 200 && status < 300;
}
