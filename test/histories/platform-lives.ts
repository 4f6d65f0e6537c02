import { answerBy } from '../../domain/platform/answer-by.ts';
import type { LifeFile } from '../../domain/life-file.ts';
import { eventually } from '../support/story-desk.ts';
import type { RecordedLife } from './lives.ts';
import { atFacebook, atForms, atInstagram, atTrendyol, type PlatformScene } from './platform-teller.ts';
import type { StoryTeller } from './story-teller.ts';

const OPENING = ['step:takeUp', 'step:assignRepresentative', 'step:planRedirections'];
const ANSWERING = [...OPENING, 'activity:deliver', 'event:reply.written'];
const DAY_MILLISECONDS = 86_400_000;

/** A write without an answer is given up after two seconds, and asked for soon after. */
const IMPATIENT = { DESKHAND_ATTEMPT_SECONDS: '3', DESKHAND_UNSURE_SETTLE_SECONDS: '0.5' };

/** Lives at platforms, by the name of their file. */
export const platformLives: Record<string, RecordedLife> = {
  'instagram-answer-found': life(
    [...ANSWERING, 'event:delivery.unsure', 'event:delivery.sent', 'woken-by-timer', 'delivery:sent', 'completed'],
    atInstagram(async ({ story, platform, arrives }) => {
      const ticket = await arrives();
      await nextWriteIs(platform, { answer: 'late', accepted: true, delayMilliseconds: 5000 });
      await story.operatorReplies(ticket);
      await story.untilEvent(ticket, 'delivery.sent');
      return sleepAndExport(story, ticket);
    }),
  ),

  'instagram-answer-discarded': life(
    [...ANSWERING, 'event:delivery.unsure', 'event:delivery.discarded', 'delivery:discarded', 'completed'],
    atInstagram(async ({ story, platform, arrives }) => {
      const ticket = await arrives();
      await nextWriteIs(platform, { answer: 'cut', accepted: true, delayMilliseconds: 0 });
      await story.operatorReplies(ticket);
      await story.untilEvent(ticket, 'delivery.unsure');
      // Nobody can say whether it is there.
      await platform.faults({ down: true });
      await discard(story, ticket);
      return sleepAndExport(story, ticket);
    }),
    { DESKHAND_UNSURE_SETTLE_SECONDS: '2' },
  ),

  'instagram-answer-held': life(
    [...ANSWERING, 'event:delivery.held', 'event:delivery.sent', 'delivery:sent', 'completed'],
    atInstagram(async ({ story, platform, arrives, mend }) => {
      const ticket = await arrives();
      await platform.act('tokens/state', { account: 'shop', revoked: 463 });
      await untilStopped(story);
      await story.operatorReplies(ticket);
      await story.untilEvent(ticket, 'delivery.held');
      await story.untilAsleep(ticket);
      await mend();
      await story.untilEvent(ticket, 'delivery.sent');
      return sleepAndExport(story, ticket);
    }),
  ),

  'facebook-private-and-hidden': life(
    [...ANSWERING, 'event:comment.hidden', 'event:delivery.sent', 'delivery:sent', 'completed'],
    atFacebook(async ({ story, arrives }) => {
      const ticket = await arrives();
      await story.operatorReplies(ticket, { by: 'private' });
      await story.untilEvent(ticket, 'delivery.sent');
      await story.operatorAsks(ticket, { name: 'moderate', act: 'hide' });
      await story.untilEvent(ticket, 'comment.hidden');
      return sleepAndExport(story, ticket);
    }),
  ),

  'trendyol-answer-refused': life(
    [
      ...ANSWERING,
      'event:answer.refused',
      'event:answer.published',
      'event:ticket.status_changed',
      'delivery:failed',
      'delivery:sent',
      'completed',
    ],
    atTrendyol(async ({ story, platform, arrives }) => {
      const ticket = await arrives();
      await platform.faults({ refuseReviews: { reason: 'Lamp reddedildi.', times: 1 } });
      await story.operatorReplies(ticket, { statusId: await story.statusId('Solved') });
      await story.untilEvent(ticket, 'answer.refused');
      await untilCategory(story, ticket, 'open');
      await story.operatorReplies(ticket, { statusId: await story.statusId('Solved') });
      await story.untilEvent(ticket, 'answer.published');
      return sleepAndExport(story, ticket);
    }),
  ),

  'trendyol-deadline-passed': life(
    [...OPENING, 'event:deadline.passed', 'timer-fired', 'woken-by-timer', 'completed'],
    atTrendyol(
      async ({ story, arrives }) => {
        const ticket = await arrives();
        await story.untilEvent(ticket, 'deadline.passed');
        return sleepAndExport(story, ticket);
      },
      () => ({ creationDate: askedLongAgo(5000) }),
    ),
  ),

  'supsis-form-answered': life(
    [...ANSWERING, 'event:delivery.sent', 'delivery:sent', 'completed'],
    atForms(async ({ story, arrives }) => {
      const ticket = await arrives();
      await story.operatorReplies(ticket, { statusId: await story.statusId('Solved') });
      await story.untilEvent(ticket, 'delivery.sent');
      return sleepAndExport(story, ticket);
    }),
  ),
};

function life(
  contains: string[],
  tell: RecordedLife['tell'],
  environment: Record<string, string> = {},
): RecordedLife {
  return { contains, tell, environment: { ...IMPATIENT, ...environment } };
}

async function nextWriteIs(platform: PlatformScene['platform'], fault: object): Promise<void> {
  await platform.faults({ afterWrite: { ...fault, times: 1 } });
}

/** The moment to have asked at for the time to answer to end so soon; there is none while a weekend lasts. */
function askedLongAgo(leftMilliseconds: number): number {
  const end = Date.now() + leftMilliseconds;
  const asked = [3, 4, 5].map((days) => end - days * DAY_MILLISECONDS);
  const found = asked.find((at) => Date.parse(answerBy(new Date(at).toISOString(), null) ?? '') === end);
  if (found === undefined) throw new Error('no time to answer ends on a weekend; record this one on another day');
  return found;
}

async function untilStopped({ desk: { database } }: StoryTeller): Promise<void> {
  await eventually(async () => {
    if (!(await database('sources').whereNotNull('stopped_at').first('id'))) throw new Error('no source is stopped');
  });
}

async function untilCategory(story: StoryTeller, ticketId: string, category: string): Promise<void> {
  await eventually(async () => {
    const { category: now } = await story.ticket(ticketId);
    if (now !== category) throw new Error(`the ticket is ${now}`);
  });
}

/** Once the platform was asked in vain: it waits to be asked again. */
async function discard(story: StoryTeller, ticketId: string): Promise<void> {
  const { database } = story.desk;
  await eventually(async () => {
    const unsure = await database('events').where({ ticket_id: ticketId, type: 'delivery.unsure' }).pluck('number');
    if (unsure.length < 2) throw new Error('the platform was not asked yet');
  });
  const { id: deliveryId } = (await database('deliveries').where({ ticket_id: ticketId }).first<{ id: string }>('id'))!;
  await story.operatorAsks(ticketId, { name: 'discard-delivery', deliveryId });
}

async function sleepAndExport(story: StoryTeller, ticketId: string): Promise<LifeFile> {
  await story.untilAsleep(ticketId);
  return story.lifeOf(ticketId);
}
