import { runFormsSandbox, type FormsSandbox } from '../../sandbox/forms/main.ts';
import { runInstagramSandbox, type InstagramSandbox } from '../../sandbox/instagram/main.ts';
import { runTrendyolSandbox, type TrendyolSandbox } from '../../sandbox/trendyol/main.ts';
import { connectPlatform } from './connect-platform.ts';
import { StandIn } from './stand-in.ts';
import type { StoryDesk } from './story-desk.ts';

/** Where people and platforms put words of their own. */
export const platformPlaces = [
  'comment',
  'handle',
  'caption',
  'question',
  'asker',
  'product',
  'refusal',
  'response',
  'responder',
];

interface Marking {
  story: StoryDesk;
  /** The address of the running intake. */
  url: string;
  word: (place: string) => string;
}

/** Stand-ins of platforms, connected to a running desk, on which every word is marked. */
export class MarkedPlatforms {
  readonly #marking: Marking;
  readonly #stands: [StandIn<InstagramSandbox>, StandIn<TrendyolSandbox>, StandIn<FormsSandbox>];
  #mediaId = '';

  static async start(marking: Marking): Promise<MarkedPlatforms> {
    const platforms = new MarkedPlatforms(marking, [
      await StandIn.start(runInstagramSandbox),
      await StandIn.start(runTrendyolSandbox),
      await StandIn.start(runFormsSandbox),
    ]);
    await platforms.#connectInstagram();
    await platforms.#connectTrendyol();
    await platforms.#connectForms();
    return platforms;
  }

  private constructor(
    marking: Marking,
    stands: [StandIn<InstagramSandbox>, StandIn<TrendyolSandbox>, StandIn<FormsSandbox>],
  ) {
    this.#marking = marking;
    this.#stands = stands;
  }

  async stop(): Promise<void> {
    for (const stand of this.#stands) await stand.stop();
  }

  /** What opens the accounts, and what is pushed is signed with. */
  get secrets(): string[] {
    const [instagram, trendyol, forms] = this.#stands;
    const { token, appSecret, verifyToken } = instagram.running.accounts[0]!;
    const { apiKey, apiSecret } = trendyol.running.sellers[0]!;
    return [token, appSecret, verifyToken, apiKey, apiSecret, ...forms.running.senders.map(({ secret }) => secret)];
  }

  async #connectInstagram(): Promise<void> {
    const [instagram] = this.#stands;
    const { username: account, token, appSecret, verifyToken } = instagram.running.accounts[0]!;
    const secrets = { token: { text: token }, appSecret: { text: appSecret }, verifyToken: { text: verifyToken } };
    const callbackUrl = await this.#connect('instagram', { ...secrets, baseUrl: instagram.running.baseUrl });
    await instagram.act('webhooks', { callbackUrl, account });
    const media = await instagram.act<{ id: string }>('media', { account, caption: this.#marking.word('caption') });
    this.#mediaId = media.id;
  }

  async #connectTrendyol(): Promise<void> {
    const [, { running }] = this.#stands;
    const { sellerId, apiKey, apiSecret } = running.sellers[0]!;
    const keys = { apiKey: { text: apiKey }, apiSecret: { text: apiSecret } };
    await this.#connect('trendyol', { sellerId: String(sellerId), ...keys, baseUrl: running.baseUrl });
  }

  async #connectForms(): Promise<void> {
    const [, , forms] = this.#stands;
    const { secret } = forms.running.senders.find(({ kind }) => kind === 'standard')!;
    const callback = await this.#connect('supsis-form', { scheme: 'standard', secret: { text: secret } });
    await forms.act('senders/standard', { callback });
  }

  async #connect(
    channel: 'instagram' | 'trendyol' | 'supsis-form',
    given: Parameters<typeof connectPlatform>[1]['given'],
  ): Promise<string> {
    return `${this.#marking.url}/webhooks/${await connectPlatform(this.#marking.story.desk, { channel, given })}`;
  }

  /** Somebody comments, which is pushed and polled, and somebody asks, which is polled. */
  async peopleWrite(): Promise<void> {
    const [instagram, trendyol] = this.#stands;
    const { word } = this.#marking;
    const comment = { mediaId: this.#mediaId, text: `Why ${word('comment')}?`, username: word('handle') };
    await instagram.act('comments', comment);
    const { sellerId } = trendyol.running.sellers[0]!;
    const product = { productName: word('product'), userName: word('asker'), showUserName: true };
    await trendyol.act('questions', { sellerId, text: `Why ${word('question')}?`, ...product });
  }

  async somebodyFillsInAForm(): Promise<void> {
    const [, , forms] = this.#stands;
    const { word } = this.#marking;
    const formId = forms.running.senders.find(({ kind }) => kind === 'standard')!.forms[0]!.id;
    const values = { name: word('responder'), email: `${word('responder')}@bounce.test`, message: word('response') };
    await forms.act('responses', { formId, values });
  }

  /** The next answer to a question is refused after its review, in words of the platform. */
  async answersAreRefused(): Promise<void> {
    const [, trendyol] = this.#stands;
    await trendyol.act('settings', { reviewMilliseconds: 300 });
    await trendyol.faults({ refuseReviews: { reason: this.#marking.word('refusal'), times: 1 } });
  }

  async tokenDies(): Promise<void> {
    await this.#stands[0].act('tokens/state', { account: 'shop', revoked: 463 });
  }
}
