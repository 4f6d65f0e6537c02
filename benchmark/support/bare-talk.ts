import { condition, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';

export const sayUpdate = defineUpdate<number>('say');
export const closeSignal = defineSignal('close');

/** A talk that does nothing but answer: the engine's own cost of a question and its answer. */
export async function bareTalk(): Promise<void> {
  let count = 0;
  let isClosed = false;
  setHandler(sayUpdate, () => (count += 1));
  setHandler(closeSignal, () => {
    isClosed = true;
  });
  await condition(() => isClosed, '10 minutes');
}
