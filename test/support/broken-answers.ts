import type { PlatformStory, PlatformTicket } from './platform-story.ts';
import type { AnyStandIn } from './stand-in.ts';
import { eventually } from './story-desk.ts';

/** How a platform answers a write. */
export interface BrokenAnswer {
  answer: 'late' | 'twice' | 'unreadable' | 'cut' | 'reset' | 'silent';
  accepted: boolean;
  delayMilliseconds: number;
}

/** Longer than an attempt takes: the answer comes when nobody waits for it any more. */
const TOO_LATE = 1200;
const broken = (answer: BrokenAnswer['answer'], accepted: boolean, delayMilliseconds = 0): BrokenAnswer => ({
  answer,
  accepted,
  delayMilliseconds,
});

/** Every way. Those that the platform did not take come last: they are sent again, and each must meet its own fault. */
export const brokenAnswers: readonly BrokenAnswer[] = [
  broken('late', true, TOO_LATE),
  broken('silent', true),
  broken('late', true, 100),
  broken('twice', true),
  broken('unreadable', true),
  broken('cut', true),
  broken('reset', true),
  broken('late', false, 100),
  broken('unreadable', false),
  broken('cut', false),
  broken('reset', false),
  broken('silent', false),
];

/** Has the next write answered like this, does it, and waits until the platform has met it. */
export async function meet(standIn: AnyStandIn, fault: BrokenAnswer, write: () => Promise<unknown>): Promise<void> {
  await standIn.faults({ afterWrite: { ...fault, times: 1 } });
  await write();
  await eventually(async () => {
    const { afterWrite } = await standIn.look<{ afterWrite: { times: number } }>('faults');
    expect(afterWrite.times).toBe(0);
  });
}

/** Answers a ticket in each way of being answered, and expects each answer at the platform once. */
export async function expectAnswersOnce(
  story: PlatformStory,
  standIn: AnyStandIn,
  { tickets, kind }: { tickets: readonly PlatformTicket[]; kind: 'reply' | 'answer' },
): Promise<void> {
  const textOf = ({ answer, accepted, delayMilliseconds }: BrokenAnswer) =>
    `Merhaba, cevabımız: ${answer}, ${accepted ? 'taken' : 'lost'}, ${delayMilliseconds}`;
  for (const [index, fault] of brokenAnswers.entries()) {
    const ticketId = tickets[index]!.id;
    await meet(standIn, fault, () => story.answer(ticketId, textOf(fault)));
    // What was lost is sent again before the next fault is set.
    if (!fault.accepted) await story.delivery(ticketId, ({ state }) => state === 'sent');
  }
  for (const [index, fault] of brokenAnswers.entries()) {
    const { attempt } = await story.delivery(tickets[index]!.id, ({ state }) => state === 'sent');
    // Whose answer was lost was asked for.
    if (!isHeard(fault)) expect([textOf(fault), attempt > 1]).toEqual([textOf(fault), true]);
    expect(await standIn.writes({ kind, text: textOf(fault) })).toHaveLength(1);
  }
}

function isHeard({ answer, accepted, delayMilliseconds }: BrokenAnswer): boolean {
  return answer === 'twice' || (answer === 'late' && accepted && delayMilliseconds < TOO_LATE);
}
