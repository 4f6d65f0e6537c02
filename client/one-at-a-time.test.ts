import { setImmediate as turn } from 'node:timers/promises';
import { oneAtATime } from './one-at-a-time.ts';

test('whoever asks while a look is under way is served by one more that follows, however many ask', async () => {
  const run = oneAtATime<string>();
  const ends: (() => void)[] = [];
  const act = () => new Promise<void>((resolve) => ends.push(resolve));
  for (let count = 0; count < 5; count += 1) run('talk', act);
  run('another talk', act);
  expect(ends).toHaveLength(2);
  ends[0]!();
  await turn();
  expect(ends).toHaveLength(3);
  ends[2]!();
  await turn();
  expect(ends).toHaveLength(3);
  run('talk', act);
  expect(ends).toHaveLength(4);
});

test('a look that failed holds up none that follows', async () => {
  const run = oneAtATime<string>();
  let count = 0;
  const fail = async () => {
    count += 1;
    throw new Error('nobody hears');
  };
  run('talk', fail);
  await turn();
  run('talk', fail);
  await turn();
  expect(count).toBe(2);
});
