import { sendRedirectionTest } from '../../client/send-redirection-test.ts';
import type { LifeFile } from '../../domain/life-file.ts';
import { platformLives } from './platform-lives.ts';
import { talkLives } from './talk-lives.ts';
import type { StoryTeller } from './story-teller.ts';

export interface RecordedLife {
  environment: Record<string, string>;
  /** What the saved history must show; see features.ts. */
  contains: string[];
  tell(story: StoryTeller): Promise<LifeFile>;
}

const OPENING = ['step:takeUp', 'step:assignRepresentative', 'step:planRedirections'];

/** The lives that are recorded, by the name of their file. */
export const lives: Record<string, RecordedLife> = {
  'opened-and-redirected': life([...OPENING, 'activity:deliver', 'event:mail.redirected', 'delivery:sent', 'completed'], async (story) => {
    await story.redirectEverythingTo('lead@outside.test', 'second@outside.test');
    await story.desk.startWorker();
    const ticket = await story.customerWrites({ subject: 'Delivery' });
    return sleepAndExport(story, ticket.id);
  }),

  'replied-and-closed': life([...OPENING, 'event:reply.written', 'event:ticket.status_changed', 'delivery:sent', 'completed'], async (story) => {
    const ticket = await opened(story);
    await story.operatorNotes(ticket);
    await story.operatorReplies(ticket, { statusId: await story.statusId('Solved') });
    await story.untilNothingWaits(ticket);
    return sleepAndExport(story, ticket);
  }),

  reopened: life([...OPENING, 'event:message.received', 'several-runs', 'completed-then-started-again'], async (story) => {
    await story.desk.startWorker();
    const ticket = await story.customerWrites({ subject: 'Lamp', messageId: '<lamp@musteri.test>' });
    await story.setStatus(ticket.id, 'Solved');
    await story.untilAsleep(ticket.id);
    const again = await story.customerWrites({ subject: 'Re: Lamp', inReplyTo: '<lamp@musteri.test>' });
    if (again.id !== ticket.id || again.category !== 'open') throw new Error(`the ticket was not reopened: ${JSON.stringify(again)}`);
    return sleepAndExport(story, ticket.id);
  }),

  snoozed: life([...OPENING, 'event:ticket.snoozed', 'event:ticket.snooze_ended', 'timer-fired', 'woken-by-timer', 'completed'], async (story) => {
    const ticket = await opened(story);
    await story.setStatus(ticket, 'Pending');
    await story.operatorAsks(ticket, { name: 'snooze', until: new Date(Date.now() + 3000).toISOString() });
    await story.untilEvent(ticket, 'ticket.snooze_ended');
    return sleepAndExport(story, ticket);
  }),

  'continued-as-new': life(
    [...OPENING, 'continue-as-new', 'several-runs', 'completed'],
    async (story) => {
      const ticket = await opened(story);
      for (const tag of ['one', 'two', 'three', 'four', 'five', 'six']) {
        await story.operatorAsks(ticket, { name: 'tag', add: [tag], remove: [] });
      }
      return sleepAndExport(story, ticket);
    },
    { DESKHAND_CONTINUE_AFTER_EVENTS: '20' },
  ),

  'delivery-failed': life([...OPENING, 'event:delivery.failed', 'delivery:failed', 'completed'], async (story) => {
    await story.redirectEverythingTo('nobody@bounce.test');
    return sleepAndExport(story, await opened(story));
  }),

  'delivery-deferred': life([...OPENING, 'event:delivery.deferred', 'event:delivery.sent', 'timer-fired', 'woken-by-timer'], async (story) => {
    await story.desk.mail.admin('POST', '/faults', { recipients: [{ to: 'busy@outside.test', code: 451, text: 'try again later', times: 1 }] });
    await story.redirectEverythingTo('busy@outside.test');
    await story.desk.startWorker();
    const ticket = await story.customerArrives({ subject: 'Busy' });
    await story.untilEvent(ticket, 'delivery.sent', 100_000);
    return sleepAndExport(story, ticket);
  }),

  'archived-unarchived': life([...OPENING, 'event:ticket.archived', 'event:ticket.unarchived', 'completed'], async (story) => {
    const ticket = await opened(story);
    await story.operatorAsks(ticket, { name: 'archive' });
    await story.operatorAsks(ticket, { name: 'unarchive' });
    return sleepAndExport(story, ticket);
  }),

  'deleted-restored': life([...OPENING, 'event:ticket.deleted', 'event:ticket.restored', 'completed'], async (story) => {
    const ticket = await opened(story);
    await story.operatorAsks(ticket, { name: 'delete' });
    await story.operatorAsks(ticket, { name: 'restore' });
    return sleepAndExport(story, ticket);
  }),

  purged: life([...OPENING, 'event:ticket.deleted', 'event:ticket.purged', 'completed'], async (story) => {
    const ticket = await opened(story);
    await story.operatorAsks(ticket, { name: 'delete' });
    await story.operatorAsks(ticket, { name: 'purge' });
    return sleepAndExport(story, ticket);
  }),

  'still-open': life(
    [...OPENING, 'open-run', 'activity:deliver', 'delivery:sent'],
    async (story) => {
      await story.redirectEverythingTo('lead@outside.test');
      const ticket = await opened(story);
      await story.setStatus(ticket, 'Pending');
      return story.lifeOf(ticket);
    },
    { DESKHAND_LINGER_SECONDS: '60' },
  ),

  'several-runs': life(
    [...OPENING, 'several-runs', 'completed-then-started-again', 'open-run', 'event:reply.written'],
    async (story) => {
      const ticket = await opened(story);
      await story.untilAsleep(ticket);
      await story.operatorAsks(ticket, { name: 'tag', add: ['later'], remove: [] });
      await story.untilAsleep(ticket);
      await story.operatorReplies(ticket);
      await story.operatorAsks(ticket, { name: 'snooze', until: new Date(Date.now() + 90_000).toISOString() });
      await story.untilNothingWaits(ticket);
      return story.lifeOf(ticket);
    },
  ),

  /** A step that fails for another reason than a lost connection: the workflow goes on, the input waits for reconcile. */
  'step-failed': life([...OPENING, 'step-failed', 'completed-then-started-again'], async (story) => {
    const ticket = await opened(story);
    await story.desk.database.raw('ALTER TABLE priorities RENAME TO priorities_away');
    await story.operatorAsksInVain(ticket, { name: 'tag', add: ['kept'], remove: [] });
    await story.untilAsleep(ticket);
    await story.desk.database.raw('ALTER TABLE priorities_away RENAME TO priorities');
    await story.untilNothingWaits(ticket);
    return sleepAndExport(story, ticket);
  }),

  /** An attempt that cannot even begin: nothing but the engine's failure comes back, and the ticket tries again later. */
  'delivery-without-word': life([...OPENING, 'activity-failed', 'timer-fired', 'woken-by-timer', 'delivery:sent', 'completed'], async (story) => {
    const { database } = story.desk;
    await database.raw(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN RAISE 'not now'; END $body$`);
    await database.raw('CREATE TRIGGER refuse BEFORE UPDATE ON deliveries FOR EACH ROW EXECUTE FUNCTION refuse()');
    await story.redirectEverythingTo('lead@outside.test');
    await story.desk.startWorker();
    const ticket = await story.customerArrives({ subject: 'Order' });
    await story.untilActivityFailed(ticket);
    await database.raw('DROP TRIGGER refuse ON deliveries');
    await story.untilEvent(ticket, 'delivery.sent', 40_000);
    return sleepAndExport(story, ticket);
  }),

  'poll-source': life(['activity:pollSource', 'completed'], async (story) => {
    await story.desk.startWorker();
    await story.customerWrites({ subject: 'Polled' });
    return story.closedRunOf('pollSource');
  }),

  reconcile: life(['activity:lookAtWaiting', 'activity:matchSchedules', 'activity:archiveClosedRuns', 'completed'], async (story) => {
    await story.desk.startWorker();
    return story.closedRunOf('reconcile');
  }),

  'tend-sources': life(['activity:tendAccounts', 'activity:sourcesToAudit', 'activity:auditSource', 'completed'], async (story) => {
    // A source that was there last night already: its audit is due.
    await story.desk.database('sources').update({ created_at: new Date(Date.now() - 2 * 86_400_000) });
    await story.desk.startWorker();
    return story.closedRunOf('tendSources');
  }),

  'test-redirection': life(['activity:sendTestMails', 'completed'], async (story) => {
    const ruleId = await story.redirectEverythingTo('lead@outside.test');
    await story.desk.startWorker();
    await sendRedirectionTest(story.desk.desk, { ruleId });
    return story.closedRunOf('testRedirection');
  }),

  ...talkLives,

  ...platformLives,
};

function life(contains: string[], tell: RecordedLife['tell'], environment: Record<string, string> = {}): RecordedLife {
  return { contains, tell, environment };
}

async function opened(story: StoryTeller): Promise<string> {
  await story.desk.startWorker();
  return (await story.customerWrites({ subject: 'Order' })).id;
}

async function sleepAndExport(story: StoryTeller, ticketId: string): Promise<LifeFile> {
  await story.untilAsleep(ticketId);
  return story.lifeOf(ticketId);
}
