import { condition, proxyActivities, proxyLocalActivities, setHandler } from '@temporalio/workflow';
import { lookSignal } from '../../workflows/messages.ts';

export interface BareActivities {
  step(): Promise<void>;
  deliver(): Promise<void>;
  /** Tells the driver that this part of the life is over; a step like the others. */
  lastStep(input: { id: string }): Promise<void>;
}

const steps = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '8 seconds' });
const outgoing = proxyActivities<BareActivities>({
  taskQueue: 'bare-deliveries',
  startToCloseTimeout: '1 minute',
  retry: { maximumAttempts: 1 },
});

const REST = '10 seconds';

/** What the engine has to do for one life of a ticket, with nothing done in its steps. */
export async function bareLife(life: { id: string; lingerMilliseconds: number }): Promise<void> {
  let looks = 0;
  setHandler(lookSignal, () => {
    looks += 1;
  });
  await steps.step();
  await steps.step();
  await steps.step();
  await deliver();
  await condition(() => looks > 1, REST);
  await steps.step();
  await deliver();
  await condition(() => looks > 2, REST);
  await steps.lastStep({ id: life.id });
  await condition(() => false, life.lingerMilliseconds);

  async function deliver(): Promise<void> {
    let isDone = false;
    void outgoing.deliver().then(() => {
      isDone = true;
    });
    await condition(() => isDone, REST);
    await steps.lastStep({ id: life.id });
  }
}
