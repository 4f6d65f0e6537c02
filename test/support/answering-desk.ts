import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncLocalStorage, type Context } from '@temporalio/activity';
import { pino } from 'pino';
import { deliver } from '../../activities/deliver.ts';
import type { Tools } from '../../activities/tools.ts';
import { instagramChannel } from '../../channels/instagram/instagram-channel.ts';
import { createSecrets } from '../../channels/secrets.ts';
import { trendyolChannel } from '../../channels/trendyol/trendyol-channel.ts';
import { openAccount } from '../../client/open-account.ts';
import { saveDraft } from '../../database/drafts.ts';
import { addInput } from '../../database/inputs.ts';
import { assignRepresentative } from '../../database/life/assign-representative.ts';
import { planRedirections } from '../../database/life/plan-redirections.ts';
import { takeUp } from '../../database/life/take-up.ts';
import { newId } from '../../database/new-id.ts';
import { commitNews } from '../../database/platform/commit-news.ts';
import { findSource, saveSource } from '../../database/sources.ts';
import { theDesk, type Actor } from '../../domain/actor.ts';
import type { Channel } from '../../domain/channel.ts';
import type { Command, CommandAnswer, ReplyWay } from '../../domain/command.ts';
import type { HoldAt } from '../../domain/fail-points.ts';
import type { Work } from '../../domain/life/work.ts';
import { runInstagramSandbox, type InstagramSandbox } from '../../sandbox/instagram/main.ts';
import { runTrendyolSandbox, type TrendyolSandbox } from '../../sandbox/trendyol/main.ts';
import { testDatabase, type TestDatabase } from './test-database.ts';

const deniz: Actor = { kind: 'representative', id: newId(), name: 'Deniz Kaya' };
const now = () => new Date().toISOString();
/** What is due in so short a time is made at once: clocks of engine and worker differ by as much. */
const SOON_MILLISECONDS = 4000;

/** A ticket of a platform, with the item that it came from there. */
export interface PlatformTicket {
  ticketId: string;
  itemId: string;
  sourceId: string;
}

export interface PlatformWriteSeen {
  kind: string;
  target: string;
  id: string;
  text: string;
}

/**
 * A desk without engine or processes whose tickets are answered at stand-ins of Instagram and Trendyol: it takes the
 * steps of a ticket, and makes attempts as a worker does.
 */
export class AnsweringDesk {
  readonly desk: TestDatabase;
  /** Of the stand-ins. */
  readonly directory: string;
  readonly sandboxes: { instagram: InstagramSandbox; trendyol: TrendyolSandbox };
  /** Throws where a process dies. */
  failPoint: HoldAt = () => Promise.resolve();
  /** The secrets of its accounts. */
  environment: Record<string, string>;
  readonly #sources: Record<string, string>;

  static async start(): Promise<AnsweringDesk> {
    const directory = mkdtempSync(join(tmpdir(), 'answers-'));
    const sandboxes = {
      instagram: await runInstagramSandbox({ directory: join(directory, 'instagram') }),
      trendyol: await runTrendyolSandbox({ directory: join(directory, 'trendyol') }),
    };
    const desk = await testDatabase();
    const seller = sandboxes.trendyol.sellers[0]!;
    const shop = sandboxes.instagram.accounts[0]!;
    const environment = { TOKEN: shop.token, KEY: seller.apiKey, SECRET: seller.apiSecret };
    const instagram = await account(desk, {
      channel: 'instagram',
      accountId: shop.userId,
      settings: { token: { env: 'TOKEN' }, baseUrl: sandboxes.instagram.baseUrl },
    });
    const trendyol = await account(desk, {
      channel: 'trendyol',
      accountId: String(seller.sellerId),
      settings: {
        sellerId: String(seller.sellerId),
        apiKey: { env: 'KEY' },
        apiSecret: { env: 'SECRET' },
        baseUrl: sandboxes.trendyol.baseUrl,
      },
    });
    return new AnsweringDesk({ desk, directory, sandboxes, environment, sources: { instagram, trendyol } });
  }

  constructor(
    parts: Pick<AnsweringDesk, 'desk' | 'directory' | 'sandboxes' | 'environment'> & {
      sources: Record<string, string>;
    },
  ) {
    this.desk = parts.desk;
    this.directory = parts.directory;
    this.sandboxes = parts.sandboxes;
    this.environment = parts.environment;
    this.#sources = parts.sources;
  }

  get database(): TestDatabase['database'] {
    return this.desk.database;
  }

  async end(): Promise<void> {
    await this.sandboxes.instagram.stop();
    await this.sandboxes.trendyol.stop();
    await this.desk.drop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Acts at a stand-in: as its customers, as the platform, or by a fault. */
  async act<Body>(platform: 'instagram' | 'trendyol', path: string, body?: object): Promise<Body> {
    const response = await fetch(`${this.sandboxes[platform].baseUrl}/sandbox/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as Body;
  }

  async clearFaults(): Promise<void> {
    this.failPoint = () => Promise.resolve();
    for (const { baseUrl } of Object.values(this.sandboxes))
      await fetch(`${baseUrl}/sandbox/faults`, { method: 'DELETE' });
  }

  /** What a stand-in accepted under this item. */
  async writes(platform: 'instagram' | 'trendyol', itemId: string): Promise<PlatformWriteSeen[]> {
    const all = await this.act<PlatformWriteSeen[]>(platform, 'writes');
    return all.filter(({ target }) => target === itemId);
  }

  /** A customer asks about a product, and the question becomes a ticket. */
  async question(text = 'Bu ürün pamuklu mu?'): Promise<PlatformTicket> {
    const { sellerId } = this.sandboxes.trendyol.sellers[0]!;
    const { ids } = await this.act<{ ids: number[] }>('trendyol', 'questions', { sellerId, text });
    return this.#arrived('trendyol', String(ids[0]));
  }

  /** A customer comments on a post, and the comment becomes a ticket. */
  async comment(text = 'Kargo ne zaman?'): Promise<PlatformTicket> {
    const { username: handle } = this.sandboxes.instagram.accounts[0]!;
    const { id: mediaId } = await this.act<{ id: string }>('instagram', 'media', { account: handle, caption: 'Keten' });
    const { id } = await this.act<{ id: string }>('instagram', 'comments', { mediaId, text });
    return this.#arrived('instagram', id);
  }

  /** Reads the item as it stands at its platform, takes it in and lets the ticket take it up. */
  async poll({ itemId, sourceId }: Pick<PlatformTicket, 'itemId' | 'sourceId'>): Promise<string[]> {
    const source = await findSource(this.database, sourceId);
    const readAt = now();
    const item = await openAccount(this.#platforms(), source).account.find(itemId, null);
    const news = item ? [{ kind: 'item' as const, item }] : [{ kind: 'removed' as const, itemId, at: now() }];
    const access = { database: this.database, log: pino({ enabled: false }), lookAt: () => {} };
    const { ticketIds } = await commitNews(access, { source, news, now: now(), readAt });
    for (const ticketId of ticketIds) await this.live(ticketId);
    return ticketIds;
  }

  async #arrived(platform: 'instagram' | 'trendyol', itemId: string): Promise<PlatformTicket> {
    const sourceId = this.#sources[platform]!;
    const [ticketId = ''] = await this.poll({ itemId, sourceId });
    return { ticketId, itemId, sourceId };
  }

  /** Does what the ticket's workflow does: one step after the other until nothing waits. */
  async live(ticketId: string): Promise<Work> {
    let work = await takeUp(this.database, { ticketId, now: now() });
    while (work.next) {
      const input = { ticketId, now: now(), inputId: work.next.inputId };
      if (work.next.step === 'assignRepresentative') work = await assignRepresentative(this.database, input);
      else if (work.next.step === 'planRedirections') work = await planRedirections(this.database, input);
      else work = await takeUp(this.database, input);
    }
    return work;
  }

  async command({ ticketId }: { ticketId: string }, command: Command): Promise<CommandAnswer> {
    const id = newId();
    await addInput(this.database, { id, ticketId, kind: 'command', data: { ...command }, actor: deniz, now: now() });
    await this.live(ticketId);
    return (await this.database('inputs').where({ id }).first('answer')).answer;
  }

  async reply({ ticketId }: { ticketId: string }, text: string, by?: ReplyWay): Promise<CommandAnswer> {
    const draft = { ticketId, kind: 'reply' as const, representativeId: null, text, now: now() };
    const draftId = await saveDraft(this.database, draft);
    const { conflict_number: seen } = await this.database('tickets').where({ id: ticketId }).first('conflict_number');
    return this.command({ ticketId }, { name: 'reply', draftId, seen, ...(by ? { by } : {}) });
  }

  /** Makes one attempt, as a worker does. */
  async attempt(deliveryId: string): Promise<void> {
    const context = { cancellationSignal: new AbortController().signal } as Context;
    await asyncLocalStorage.run(context, () => deliver(this.#tools(), { deliveryId }));
  }

  /** Makes whatever attempts are due, or due in a moment, until none is. */
  async deliverAll({ ticketId }: { ticketId: string }): Promise<void> {
    for (;;) {
      await this.live(ticketId);
      const due = await this.database('deliveries')
        .where({ ticket_id: ticketId, state: 'planned' })
        .where('next_attempt_at', '<=', new Date(Date.now() + SOON_MILLISECONDS))
        .orderBy('planned_at')
        .first<{ id: string } | undefined>('id');
      if (!due) return;
      await this.attempt(due.id);
    }
  }

  async delivery(id: string | undefined) {
    return this.database('deliveries')
      .where({ id: id ?? null })
      .first();
  }

  async ticket({ ticketId }: { ticketId: string }) {
    return this.database('tickets').where({ id: ticketId }).first();
  }

  async events({ ticketId }: { ticketId: string }): Promise<string[]> {
    return this.database('events').where({ ticket_id: ticketId }).orderBy('number').pluck('type');
  }

  async wakes({ ticketId }: { ticketId: string }): Promise<string[]> {
    return this.database('wakes').where({ ticket_id: ticketId, fired_at: null }).orderBy('kind').pluck('kind');
  }

  #platforms() {
    const { database, environment } = this;
    return { database, environment, secrets: createSecrets(null), channels: [instagramChannel, trendyolChannel] };
  }

  #tools(): Tools {
    const tools: Partial<Tools> = {
      database: this.database,
      platforms: this.#platforms(),
      log: pino({ enabled: false }),
      attemptSeconds: 2,
      unsureSettleSeconds: 0.2,
      failPoint: this.failPoint,
    };
    return tools as Tools;
  }
}

async function account(
  { database }: TestDatabase,
  of: { channel: Channel; accountId: string; settings: Record<string, unknown> },
): Promise<string> {
  const id = await saveSource(database, {
    id: null,
    channel: of.channel,
    name: `The ${of.channel} account`,
    settings: of.settings,
    senderId: null,
    tags: [],
    pollIntervalSeconds: 60,
    acknowledgement: null,
    actor: theDesk,
    now: now(),
  });
  await database('sources').where({ id }).update({ account_id: of.accountId, account_name: of.accountId });
  return id;
}
