import { findLostRuns, type KnownRun } from './lost-runs.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 9, 0, second)).toISOString();
const run = (runId: string, from: number, to: number | null, continues: string | null = null): KnownRun => ({
  runId,
  startedAt: at(from),
  closedAt: to === null ? null : at(to),
  continues,
});
const input = (number: number, second: number) => ({ number, takenAt: at(second) });

test('nothing is missing from a life whose inputs were all taken up in known runs', () => {
  const runs = [run('a', 1, 5), run('b', 7, 9, 'a'), run('c', 20, null)];
  expect(findLostRuns(runs, [input(1, 1), input(2, 5), input(3, 8), input(4, 30)])).toEqual([]);
});

test('inputs taken up while no known run lived name a lost one, between the runs that are left', () => {
  const runs = [run('a', 1, 5), run('b', 20, 25)];
  expect(findLostRuns(runs, [input(1, 2), input(2, 10), input(3, 12), input(4, 21), input(5, 40)])).toEqual([
    { runId: null, inputs: [2, 3], from: at(10), until: at(12) },
    { runId: null, inputs: [5], from: at(40), until: at(40) },
  ]);
});

test('a lost run that a later one continues is known by its id', () => {
  expect(findLostRuns([run('b', 20, 25, 'a')], [input(1, 10), input(2, 22)])).toEqual([
    { runId: 'a', inputs: [1], from: at(10), until: at(10) },
  ]);
  expect(findLostRuns([run('b', 20, 25, 'a')], [])).toEqual([{ runId: 'a', inputs: [], from: null, until: null }]);
});

test('with nothing left at all, everything taken up is named', () => {
  expect(findLostRuns([], [input(1, 1), input(2, 2)])).toEqual([
    { runId: null, inputs: [1, 2], from: at(1), until: at(2) },
  ]);
});
