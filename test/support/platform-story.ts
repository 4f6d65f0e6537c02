import { retryInbound } from '../../activities/retry-inbound.ts';
import { createSecrets } from '../../channels/secrets.ts';
import { ask, type Answer } from '../../client/ask.ts';
import { auditSource } from '../../client/audit-source.ts';
import type { GivenSetting } from '../../client/given-settings.ts';
import type { PlatformAccess } from '../../client/platform-access.ts';
import { savePlatformSource } from '../../client/save-platform-source.ts';
import { pollNow, setPollSchedule } from '../../client/schedules.ts';
import { switchSourceOn, type SwitchedOn } from '../../client/switch-source-on.ts';
import { saveDraft } from '../../database/drafts.ts';
import { listSourceHealth } from '../../database/platform/source-health.ts';
import { findSource, switchSource, type Source } from '../../database/sources.ts';
import { theDesk } from '../../domain/actor.ts';
import type { Channel } from '../../domain/channel.ts';
import type { Command } from '../../domain/command.ts';
import type { PlatformState } from '../../domain/platform/platform-state.ts';
import type { AuditView, SourceHealth } from '../../domain/source-health.ts';
import { createLog } from '../../worker/log.ts';
import { createTools } from '../../worker/tools.ts';
import { giveSettings } from './connect-platform.ts';
import { startIntake, type IntakeInTest } from './intake-in-test.ts';
import type { AnyStandIn } from './stand-in.ts';
import { eventually, startStoryDesk, STORY_KEY, type StoryDesk } from './story-desk.ts';

export interface PlatformTicket {
  id: string;
  number: number;
  subject: string;
  category: string;
  channel: Channel;
  contact_id: string;
  platform: PlatformState | null;
}

export interface PlatformDelivery {
  id: string;
  kind: string;
  state: string;
  attempt: number;
  held_reason: string | null;
  receipt: { code?: string | null; response?: string | null } | null;
}

const DAY_MILLISECONDS = 86_400_000;
/** Nobody looks at the clock here: a machine that is busy elsewhere is waited for. */
const PATIENCE_MILLISECONDS = 100_000;
/** A write without an answer is given up after a second, and asked for soon after. */
export const IMPATIENT = { DESKHAND_ATTEMPT_SECONDS: '2', DESKHAND_UNSURE_SETTLE_SECONDS: '0.2' };

/** A desk whose worker and intake run in the test's process, connected to stand-ins of platforms. */
export class PlatformStory {
  readonly story: StoryDesk;
  readonly access: PlatformAccess;
  intake: IntakeInTest;

  private constructor(story: StoryDesk, intake: IntakeInTest) {
    this.story = story;
    this.intake = intake;
    const secrets = createSecrets(Buffer.from(STORY_KEY, 'base64'));
    this.access = { database: story.database, secrets, environment: {} };
  }

  /** Without a worker nothing is polled or sent until the story starts one. */
  static async start({ hasWorker = true } = {}): Promise<PlatformStory> {
    const story = await startStoryDesk(IMPATIENT);
    const [intake] = await Promise.all([startIntake(story), hasWorker ? story.startWorker() : null]);
    return new PlatformStory(story, intake);
  }

  async close(): Promise<void> {
    await this.intake.stop();
    await this.story.close();
  }

  /** The intake again, where it was before. */
  restartIntake(port: number): Promise<IntakeInTest> {
    return startIntake(this.story, port);
  }

  /** Saves a source, off. @returns its id */
  async save(channel: Channel, name: string, given: Record<string, GivenSetting>): Promise<string> {
    const now = new Date().toISOString();
    const rest = { source: null, tags: [], pollIntervalSeconds: null, senderId: this.story.senderId };
    const save = { ...rest, channel, name, given, acknowledgement: null, actor: theDesk, now, desk: this.story.desk };
    const { sourceId } = await savePlatformSource(this.access, save);
    return sourceId;
  }

  /** Gives settings to a source that there is; one that is on is proven by them and goes on. */
  async give(sourceId: string, given: Record<string, GivenSetting | null>): Promise<void> {
    const source = await findSource(this.story.database, sourceId);
    await giveSettings(this.story.desk, source, given);
    if (source.isOn) await this.#pollEverySecond(source);
  }

  /** Switches a source on, and has it polled every second from then on. */
  async switchOn(sourceId: string): Promise<SwitchedOn> {
    const { database, desk } = this.story;
    const source = await findSource(database, sourceId);
    const now = new Date().toISOString();
    const publicUrl = this.intake.url;
    const switched = await switchSourceOn(this.access, { source, actor: theDesk, now, desk, publicUrl });
    await this.#pollEverySecond(source);
    return switched;
  }

  async #pollEverySecond({ id: sourceId, channel }: Source): Promise<void> {
    if (channel === 'supsis-form') return;
    const { database, client } = this.story;
    await database('sources').where({ id: sourceId }).update({ poll_interval_seconds: 1 });
    await setPollSchedule(client, { sourceId, intervalSeconds: 1, isPaused: false });
  }

  async switchOff(sourceId: string): Promise<void> {
    await switchSource(this.story.database, {
      sourceId,
      isOn: false,
      actor: theDesk,
      now: new Date().toISOString(),
    });
  }

  /** The address at which the source's platform pushes. */
  door(sourceId: string): string {
    return `${this.intake.url}/webhooks/${sourceId}`;
  }

  /** Has everything that is in reach looked at by the next poll, as happens by itself a few times a day. */
  async lookAtEverything(sourceId: string): Promise<void> {
    await this.story.database('sources').where({ id: sourceId }).update({ full_scan_at: null });
    await pollNow(this.story.client, sourceId);
  }

  /** Has the next reads of polls answered like this, one after the other, and waits until each was met. */
  async readsGoWrong(standIn: AnyStandIn, sourceId: string, answers: readonly string[]): Promise<void> {
    for (const answer of answers) {
      await standIn.faults({ reads: { answer, delayMilliseconds: 100, times: 1 } });
      await pollNow(this.story.client, sourceId);
      await inTime(async () => {
        const { reads } = await standIn.look<{ reads: { times: number } }>('faults');
        expect(reads.times).toBe(0);
      });
    }
  }

  /** Waits until a poll that began after now has ended. */
  async polled(sourceId: string): Promise<void> {
    const { database, client } = this.story;
    const since = Date.now();
    // The one that runs may have begun before.
    for (let polls = 0; polls < 2; polls += 1) {
      const before = (await findSource(database, sourceId)).lastPolledAt?.getTime() ?? 0;
      await pollNow(client, sourceId);
      await inTime(async () => {
        const polledAt = (await findSource(database, sourceId)).lastPolledAt?.getTime() ?? 0;
        if (polledAt <= Math.max(before, since)) throw new Error('no poll has ended since');
      });
    }
  }

  /** The one ticket whose subject is this, once it is there. */
  async ticket(subject: string): Promise<PlatformTicket> {
    const [ticket] = await this.tickets([subject]);
    return ticket!;
  }

  /** One ticket for each subject, in their order, once all are there; two for one fail at once. */
  async tickets(subjects: readonly string[]): Promise<PlatformTicket[]> {
    return inTime(async () => {
      const rows = await this.story
        .database('tickets')
        .whereIn('subject', subjects)
        .select<PlatformTicket[]>('id', 'number', 'subject', 'category', 'channel', 'contact_id', 'platform');
      const missing = subjects.filter((subject) => !rows.some((row) => row.subject === subject));
      if (missing.length > 0) throw new Error(`no ticket yet: ${missing.join(', ')}`);
      expect(rows).toHaveLength(subjects.length);
      return subjects.map((subject) => rows.find((row) => row.subject === subject)!);
    });
  }

  /** A ticket as it stands, once `isSo` of it. */
  async ticketOnce(ticketId: string, isSo: (ticket: PlatformTicket) => unknown): Promise<PlatformTicket> {
    return inTime(async () => {
      const row = await this.story.database('tickets').where({ id: ticketId }).first<PlatformTicket>('*');
      if (!isSo(row)) throw new Error(`the ticket is ${JSON.stringify(row)}`);
      return row;
    });
  }

  /** How many tickets there are of a channel, or of a source. */
  async countTickets(where: { channel?: Channel; source_id?: string } = {}): Promise<number> {
    const [row] = await this.story.database('tickets').where(where).count<{ count: number }[]>('* as count');
    return Number(row!.count);
  }

  async command(ticketId: string, command: Command): Promise<Answer> {
    return ask(this.story.desk, { ticketId, command, actor: theDesk, patienceMilliseconds: PATIENCE_MILLISECONDS });
  }

  /** Answers at the platform; how it was taken. */
  async answer(ticketId: string, text: string, by: 'public' | 'private' = 'public'): Promise<Answer> {
    const draftId = await saveDraft(this.story.database, {
      ticketId,
      kind: 'reply',
      representativeId: null,
      text,
      now: new Date().toISOString(),
    });
    return this.command(ticketId, { name: 'reply', draftId, seen: 100, by });
  }

  /** Answers by e-mail, where there is no platform to answer at. */
  async answerByMail(ticketId: string, text: string): Promise<Answer> {
    const now = new Date().toISOString();
    const draft = { ticketId, kind: 'reply' as const, representativeId: null, text, now };
    const draftId = await saveDraft(this.story.database, draft);
    return this.command(ticketId, { name: 'reply', draftId, seen: 100, by: 'mail' });
  }

  /** What of a source is set aside, by its ids. */
  async parked(sourceId: string): Promise<string[]> {
    return this.story
      .database('inbound_items')
      .where({ source_id: sourceId, state: 'parked' })
      .orderBy('id')
      .pluck('id');
  }

  /** Tries what is set aside once more, as after an update. */
  async retry(itemId: string): Promise<string | null> {
    const { config, database, client } = this.story;
    return retryInbound(createTools({ config, database, client, log: createLog('test', 'error') }), itemId);
  }

  /** Why an answer is refused before anything is sent. */
  async refusalOf(ticketId: string, text: string, by: 'public' | 'private' = 'public'): Promise<string> {
    const answer = await this.answer(ticketId, text, by);
    if (answer.outcome !== 'refused') throw new Error(`it was not refused: ${JSON.stringify(answer)}`);
    return answer.message ?? '';
  }

  /** The newest delivery of a ticket, once `isSo` of it. */
  async delivery(ticketId: string, isSo: (delivery: PlatformDelivery) => unknown): Promise<PlatformDelivery> {
    return inTime(async () => {
      const row = await this.story
        .database('deliveries')
        .where({ ticket_id: ticketId })
        .orderBy('planned_at', 'desc')
        .first<PlatformDelivery | undefined>('*');
      if (!row || !isSo(row)) throw new Error(`the delivery is ${JSON.stringify(row)}`);
      return row;
    });
  }

  /** Answers, and waits until the desk knows that the platform has it. */
  async answered(ticketId: string, text: string, by: 'public' | 'private' = 'public'): Promise<PlatformDelivery> {
    const answer = await this.answer(ticketId, text, by);
    if (answer.outcome !== 'done') throw new Error(`the answer was not taken: ${JSON.stringify(answer)}`);
    return this.delivery(ticketId, ({ state }) => state === 'sent');
  }

  /** What customers wrote on a ticket, in its order. */
  async words(ticketId: string): Promise<string[]> {
    return this.story
      .database('messages')
      .where({ ticket_id: ticketId, kind: 'contact' })
      .orderBy('number')
      .pluck('text');
  }

  /** The types of a ticket's events, in their order. */
  async events(ticketId: string): Promise<string[]> {
    return this.story.database('events').where({ ticket_id: ticketId }).orderBy('number').pluck('type');
  }

  /** Waits until a ticket has an event of a type. */
  async event(ticketId: string, type: string): Promise<void> {
    await inTime(async () => expect(await this.events(ticketId)).toContain(type));
  }

  /** How a source is, once `isSo` of it. */
  async health(sourceId: string, isSo: (health: SourceHealth) => unknown = () => true): Promise<SourceHealth> {
    return inTime(async () => {
      const all = await listSourceHealth(this.story.database, new Date().toISOString());
      const health = all.find((one) => one.sourceId === sourceId);
      if (!health || !isSo(health)) throw new Error(`the source is ${JSON.stringify(health)}`);
      return health;
    });
  }

  /** Lets what a source waits for come now, as if the time had passed. */
  async waitIsOver(sourceId: string): Promise<void> {
    const { database } = this.story;
    const now = new Date();
    await database('sources').where({ id: sourceId }).update({ waits_until: now });
    await database('account_usage').where({ source_id: sourceId }).update({ until: now });
    const ofSource = database('tickets').where({ source_id: sourceId }).select('id');
    await database('deliveries')
      .where({ state: 'planned' })
      .whereIn('ticket_id', ofSource.clone())
      .update({ next_attempt_at: now });
    await database('wakes')
      .where({ kind: 'delivery-retry', fired_at: null })
      .whereIn('ticket_id', ofSource.clone())
      .update({ due: now });
  }

  /** What the source's platform holds of the last days against what the desk has. */
  async gaps(sourceId: string, { bring = false, days = 2 } = {}): Promise<AuditView> {
    const source = await findSource(this.story.database, sourceId);
    const from = new Date(Date.now() - days * DAY_MILLISECONDS).toISOString();
    const to = new Date(Date.now() + 60_000).toISOString();
    const access = { ...this.access, mailHoldings: null, lookAt: () => {} };
    return auditSource(access, { source, from, to, bring, actor: theDesk });
  }
}

function inTime<T>(check: () => Promise<T>): Promise<T> {
  return eventually(check, PATIENCE_MILLISECONDS);
}
