import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fallenParts } from './fallen-parts.ts';
import { writePartStatuses, type PartStatus } from './part-status.ts';

const at = '2026-11-23T10:00:00.000Z';
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'fallen-parts-'));
});
afterEach(() => rmSync(home, { recursive: true }));

function tell(...changes: Partial<PartStatus>[]): void {
  const usual: PartStatus = { name: 'worker', state: 'running', pid: 7, since: at, restarts: 0, trouble: null };
  writePartStatuses(
    home,
    changes.map((change) => ({ ...usual, ...change })),
  );
}

const secondsLater = (seconds: number) => Date.parse(at) + seconds * 1000;

test('a part that fell is told while it is away, and for a moment after it was started again', () => {
  tell({ state: 'restarting', pid: null, trouble: 'ended by SIGKILL' });
  expect(fallenParts(home, secondsLater(60))).toEqual([
    { what: 'Worker', words: 'ended by SIGKILL; it is started again', since: at },
  ]);
  tell({ restarts: 1, trouble: 'ended by SIGKILL' });
  expect(fallenParts(home, secondsLater(2))).toEqual([
    { what: 'Worker', words: 'ended by SIGKILL; it was started again', since: at },
  ]);
  expect(fallenParts(home, secondsLater(20))).toEqual([]);
});

test('parts that run as they were started, and a folder without a desk, have nothing to tell', () => {
  tell({ name: 'postgres' }, { name: 'temporal' });
  expect(fallenParts(home, secondsLater(1))).toEqual([]);
  expect(fallenParts(join(home, 'nobody'))).toEqual([]);
});
