import { runInstagramSandbox, type InstagramSandbox } from '../../../sandbox/instagram/main.ts';
import { runTrendyolSandbox, type TrendyolSandbox } from '../../../sandbox/trendyol/main.ts';
import { connectPlatform } from '../connect-platform.ts';
import { StandIn, type AcceptedWrite } from '../stand-in.ts';
import type { DeskUnderFire } from './desk-under-fire.ts';

/** A comment or a question as it stands at its platform; the desk must know it by exactly this id. */
export interface PlatformOffer {
  channel: 'instagram' | 'trendyol';
  externalId: string;
  text: string;
  /** The comment or question that a ticket was opened by. */
  rootId: string;
}

/** Answers that are taken and not understood, or not taken: each is met by the next write. */
const troubles = [
  { answer: 'late', accepted: true },
  ...(['cut', 'unreadable', 'reset'] as const).flatMap((answer) => [
    { answer, accepted: true },
    { answer, accepted: false },
  ]),
];
const LATE_MILLISECONDS = 300;
const pollSeconds = 2;

/**
 * Customers at Instagram, whose comments are pushed twice and polled as well, and at Trendyol; stand-ins in this
 * process, which is never killed. Every other write of the desk is answered in a way that says nothing.
 */
export class PlatformStorm {
  readonly offers: PlatformOffer[] = [];
  readonly #instagram: StandIn<InstagramSandbox>;
  readonly #trendyol: StandIn<TrendyolSandbox>;
  readonly #random: () => number;
  #mediaId = '';

  private constructor(
    stands: { instagram: StandIn<InstagramSandbox>; trendyol: StandIn<TrendyolSandbox> },
    random: () => number,
  ) {
    this.#instagram = stands.instagram;
    this.#trendyol = stands.trendyol;
    this.#random = random;
  }

  static async start(desk: DeskUnderFire, random: () => number): Promise<PlatformStorm> {
    const instagram = await StandIn.start(runInstagramSandbox);
    const trendyol = await StandIn.start(runTrendyolSandbox);
    const storm = new PlatformStorm({ instagram, trendyol }, random);
    await storm.#connectInstagram(desk);
    await storm.#connectTrendyol(desk);
    return storm;
  }

  async stop(): Promise<void> {
    await this.#instagram.stop();
    await this.#trendyol.stop();
  }

  async #connectInstagram(desk: DeskUnderFire): Promise<void> {
    const { running } = this.#instagram;
    const { username, token, appSecret, verifyToken } = running.accounts[0]!;
    const secrets = { token: { text: token }, appSecret: { text: appSecret }, verifyToken: { text: verifyToken } };
    const given = { ...secrets, baseUrl: running.baseUrl };
    const sourceId = await connectPlatform(desk.desk, { channel: 'instagram', given, pollSeconds });
    await this.#instagram.act('webhooks', { callbackUrl: desk.door(sourceId), account: username });
    await this.#instagram.faults({ webhookTwice: true });
    const media = await this.#instagram.act<{ id: string }>('media', { account: username, caption: 'Keten ceket' });
    this.#mediaId = media.id;
  }

  async #connectTrendyol(desk: DeskUnderFire): Promise<void> {
    const { baseUrl, sellers } = this.#trendyol.running;
    const { sellerId, apiKey, apiSecret } = sellers[0]!;
    const keys = { apiKey: { text: apiKey }, apiSecret: { text: apiSecret } };
    await this.#trendyol.act('settings', { reviewMilliseconds: 500 });
    const given = { sellerId: String(sellerId), ...keys, baseUrl };
    await connectPlatform(desk.desk, { channel: 'trendyol', given, pollSeconds });
  }

  /** So many customers comment, and as many ask; one in three goes on at once under the own comment. */
  async come(count: number): Promise<void> {
    for (let come = 0; come < count; come += 1) {
      const number = this.offers.length;
      const by = { username: `musteri_${number}` };
      const rootId = await this.#comment(`Yorum ${number}`, by);
      if (this.#random() < 1 / 3) await this.#comment(`Devamı ${number}`, { ...by, replyTo: rootId });
      await this.#ask(`Soru ${number}`);
    }
  }

  /** Lets the next answers meet trouble, now and then. */
  async trouble(): Promise<void> {
    for (const platform of [this.#instagram, this.#trendyol]) {
      const trouble = troubles[Math.floor(this.#random() * troubles.length)]!;
      const afterWrite = { ...trouble, delayMilliseconds: LATE_MILLISECONDS, times: this.#random() < 0.5 ? 1 : 0 };
      await platform.faults({ afterWrite });
    }
  }

  /** Every answer that a platform took, in its own log. */
  async writes(): Promise<AcceptedWrite[]> {
    return [...(await this.#instagram.writes({})), ...(await this.#trendyol.writes({}))];
  }

  async #comment(text: string, more: { username: string; replyTo?: string }): Promise<string> {
    const isPushed = this.#random() < 0.7;
    const { id } = await this.#instagram.act<{ id: string }>('comments', {
      mediaId: this.#mediaId,
      text,
      isPushed,
      ...more,
    });
    const { userId } = this.#instagram.running.accounts[0]!;
    const externalId = `instagram:${userId}:${id}`;
    this.offers.push({ channel: 'instagram', externalId, text, rootId: more.replyTo ?? id });
    return id;
  }

  async #ask(text: string): Promise<void> {
    const { sellerId } = this.#trendyol.running.sellers[0]!;
    const { ids } = await this.#trendyol.act<{ ids: number[] }>('questions', { sellerId, text });
    const rootId = String(ids[0]);
    this.offers.push({ channel: 'trendyol', externalId: `trendyol:${sellerId}:${rootId}`, text, rootId });
  }
}
