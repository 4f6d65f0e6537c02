import { setTimeout as wait } from 'node:timers/promises';
import { signatureHeaders, webhookBody } from './webhook-body.ts';
import type { WebhookFaults } from './webhook-faults.ts';
import { webhookHandshake } from './webhook-handshake.ts';

export interface WebhookSubscription {
  callbackUrl: string;
  verifyToken: string;
  /** Deliveries are signed with it. */
  appSecret: string;
  /** Account or Page ids it gets entries of; empty: all. */
  holders: string[];
}

export interface WebhookEntry {
  /** Account or Page id. */
  id: string;
  /** Unix seconds. */
  time: number;
  [key: string]: unknown;
}

/** One POST that was tried. */
export interface WebhookAttempt {
  at: string;
  callbackUrl: string;
  body: string;
  /** 0 when nobody answered in time. */
  status: number;
  isDuplicate: boolean;
}

export interface WebhookPusherOptions {
  object: 'instagram' | 'page';
  /** Part of the kept state, changed in place. */
  subscriptions: WebhookSubscription[];
  faults: () => Readonly<WebhookFaults>;
  /** An entry with a field or an item that nobody has heard of. */
  unknownEntry: (like: WebhookEntry) => WebhookEntry;
  /** What the dashboard's test button sends. */
  testEntry: () => WebhookEntry;
  /** Waits before each try after the first; the real ones go on for 36 hours. */
  retryMilliseconds?: readonly number[];
}

const MOST_ATTEMPTS = 5000;
const MOST_ENTRIES_PER_POST = 1000;

/** Delivers entries to the callbacks that passed the handshake. */
export class WebhookPusher {
  readonly #options: WebhookPusherOptions;
  readonly #stopped = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly attempts: WebhookAttempt[] = [];
  #gathered: WebhookEntry[] = [];
  #held: WebhookEntry | null = null;

  constructor(options: WebhookPusherOptions) {
    this.#options = options;
  }

  /**
   * Registers a callback when it passes the handshake; one with the same address and secret is replaced.
   *
   * @returns null, or why it does not count
   */
  async subscribe(subscription: WebhookSubscription): Promise<string | null> {
    const reason = await webhookHandshake(subscription.callbackUrl, subscription.verifyToken);
    if (reason === null) {
      this.unsubscribe(subscription.callbackUrl, subscription.appSecret);
      this.#options.subscriptions.push(subscription);
    }
    return reason;
  }

  unsubscribe(callbackUrl: string, appSecret: string): void {
    const { subscriptions } = this.#options;
    const place = subscriptions.findIndex((each) => each.callbackUrl === callbackUrl && each.appSecret === appSecret);
    if (place !== -1) subscriptions.splice(place, 1);
  }

  /** Queues an entry, `times` times; it is delivered by and by, as the faults have it. */
  push(entry: WebhookEntry, times = 1): void {
    const faults = this.#options.faults();
    if (faults.webhooksStopped) return;
    if (faults.webhookTestEntry) this.#deliver([this.#options.testEntry()]);
    if (faults.webhookUnknown) this.#deliver([this.#options.unknownEntry(entry)]);
    for (let time = 0; time < times; time += 1) this.#queue(entry, faults);
  }

  /** Sends what a batch or a wrong order has held back so far. */
  flush(): void {
    const entries = [...this.#gathered.splice(0), ...(this.#held ? [this.#held] : [])];
    this.#held = null;
    if (entries.length > 0) this.#deliver(entries);
  }

  /** Resolves when every delivery was taken or given up. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.idle();
  }

  #queue(entry: WebhookEntry, faults: Readonly<WebhookFaults>): void {
    if (faults.webhookBatch > 0) {
      this.#gathered.push(entry);
      if (this.#gathered.length >= Math.min(faults.webhookBatch, MOST_ENTRIES_PER_POST))
        this.#deliver(this.#gathered.splice(0));
    } else if (faults.webhookOutOfOrder && this.#held === null) this.#held = entry;
    else {
      const late = this.#held;
      this.#held = null;
      this.#deliver([entry], late ? [late] : null);
    }
  }

  #deliver(entries: WebhookEntry[], thenEntries: WebhookEntry[] | null = null): void {
    const job = this.#deliverAll(entries)
      .then(() => (thenEntries ? this.#deliverAll(thenEntries) : undefined))
      .finally(() => this.#running.delete(job));
    this.#running.add(job);
  }

  async #deliverAll(entries: readonly WebhookEntry[]): Promise<void> {
    const copies = this.#options.faults().webhookTwice ? [false, true] : [false];
    for (const isDuplicate of copies)
      await Promise.all(
        this.#options.subscriptions.map((subscription) => this.#deliverTo(subscription, entries, isDuplicate)),
      );
  }

  async #deliverTo(
    subscription: WebhookSubscription,
    all: readonly WebhookEntry[],
    isDuplicate: boolean,
  ): Promise<void> {
    const { holders } = subscription;
    const entries = all.filter(({ id }) => id === '0' || holders.length === 0 || holders.includes(id));
    if (entries.length === 0) return;
    const body = webhookBody({ object: this.#options.object, entry: entries });
    const isBad = this.#options.faults().webhookBadSignature;
    const signature = signatureHeaders(isBad ? `${body} ` : body, subscription.appSecret);
    const waits = isBad ? [] : (this.#options.retryMilliseconds ?? [100, 400, 1600, 6400, 25_600]);
    for (const milliseconds of [0, ...waits]) {
      if (!(await this.#pause(milliseconds))) return;
      const status = await this.#post(subscription.callbackUrl, body, signature);
      if (this.attempts.length >= MOST_ATTEMPTS) this.attempts.shift();
      this.attempts.push({
        at: new Date().toISOString(),
        callbackUrl: subscription.callbackUrl,
        body,
        status,
        isDuplicate,
      });
      if (status >= 200 && status < 300) return;
    }
  }

  /** False when the stand-in was stopped meanwhile. */
  async #pause(milliseconds: number): Promise<boolean> {
    try {
      if (milliseconds > 0) await wait(milliseconds, undefined, { signal: this.#stopped.signal });
      return !this.#stopped.signal.aborted;
    } catch {
      return false;
    }
  }
  /** @returns the status, 0 when there was none within 5 seconds */
  async #post(url: string, body: string, signature: Record<string, string>): Promise<number> {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...signature },
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(5000), this.#stopped.signal]),
      });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return 0;
    }
  }
}
