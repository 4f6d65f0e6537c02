import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { platformChannels } from '../channels/table.ts';
import { outcomes } from '../domain/chatbot/conversation.ts';
import type { LifeFile } from '../domain/life-file.ts';
import { replayRuns } from '../worker/replay/replay-runs.ts';
import { featuresOf } from './histories/features.ts';
import { historiesFolder, readManifest } from './histories/manifest.ts';
import { bundleWorkflows } from './support/bundle-workflows.ts';
import { historyTexts } from './support/history-texts.ts';
import { temporaryFolder } from './temporary-folder.ts';

const manifest = readManifest();
const saved = Object.keys(manifest);
const lives = new Map(saved.map((file) => [file, JSON.parse(read(file)) as LifeFile]));
const runs = [...lives].flatMap(([file, life]) => life.runs.map((run) => ({ ...run, file })));
const folder = temporaryFolder();
let bundle: string;

beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => {}),
    telemetryOptions: { logging: { filter: 'OFF', forward: {} } },
  });
  bundle = process.env['TEST_WORKFLOW_BUNDLE'] || (await bundleWorkflows(folder));
}, 60_000);

function read(file: string): string {
  return readFileSync(new URL(file, historiesFolder), 'utf8');
}

test('today’s workflows do what every saved life shows, and replay it more than ten times faster than it ran', async () => {
  const started = process.cpuUsage();
  const disagreements = [];
  for await (const { run, disagreement } of replayRuns(bundle, runs)) {
    if (disagreement) disagreements.push({ file: run.file, ...disagreement });
  }
  const { user, system } = process.cpuUsage(started);
  // Working time, of all threads: whatever else the machine does, an idle one would take no longer.
  const replayMilliseconds = (user + system) / 1000;
  expect(disagreements).toEqual([]);
  // Everything together ran for minutes, mostly waiting as real tickets do; the replay takes a second.
  const ranMilliseconds = runs.map(durationOf).reduce((sum, duration) => sum + duration, 0);
  expect(ranMilliseconds / replayMilliseconds).toBeGreaterThan(10);
}, 60_000);

function durationOf({ history }: { history: LifeFile['runs'][number]['history'] }): number {
  return Date.parse(history.events.at(-1)?.eventTime ?? '') - Date.parse(history.events[0]?.eventTime ?? '');
}

test('every kind of workflow has a saved life', () => {
  const index = readFileSync(new URL('../workflows/index.ts', import.meta.url), 'utf8');
  const kinds = [...index.matchAll(/export \{([^}]*)\}/g)].flatMap(
    ([, names]) => names?.split(',').map((name) => name.trim()) ?? [],
  );
  expect(kinds).toContain('ticket');
  const recorded = new Set(runs.map(({ workflowType }) => workflowType));
  expect(kinds.filter((kind) => kind !== '' && !recorded.has(kind))).toEqual([]);
});

test('the manifest lists every saved life and nothing else', () => {
  const files = readdirSync(historiesFolder).filter((name) => name.endsWith('.json') && name !== 'manifest.json');
  expect(saved.toSorted()).toEqual(files.toSorted());
});

test.each(saved)('%s is as it was recorded and shows what it was recorded for', (file) => {
  const life = lives.get(file)!;
  const entry = manifest[file]!;
  expect(createHash('sha256').update(read(file)).digest('hex')).toBe(entry.sha256);
  expect([...new Set(life.runs.map(({ workflowType }) => workflowType))]).toEqual(entry.workflowTypes);
  expect(featuresOf(life)).toEqual(expect.arrayContaining(entry.contains));
  expect(entry.contains.length).toBeGreaterThan(0);
});

test('the saved lives show among them all that a life may bring', () => {
  const shown = new Set(Object.values(manifest).flatMap(({ contains }) => contains));
  const wanted = [
    'continue-as-new',
    'delivery:failed',
    'event:delivery.deferred',
    'several-runs',
    'open-run',
    'woken-by-timer',
    'step-failed',
    'event:ticket.archived',
    'event:ticket.unarchived',
    'event:ticket.deleted',
    'event:ticket.restored',
    'event:ticket.purged',
    'event:delivery.held',
    'event:delivery.unsure',
    'event:delivery.discarded',
    'event:comment.hidden',
    'event:answer.refused',
    'event:answer.published',
    'event:deadline.passed',
  ];
  expect(wanted.filter((feature) => !shown.has(feature))).toEqual([]);
});

test('each way a talk may end has a saved life', () => {
  const ways = [...outcomes, 'handed-over', 'draft'];
  expect(ways.filter((way) => !saved.some((file) => file.startsWith(`conversation-${way}-v`)))).toEqual([]);
});

test('every platform has a saved life', () => {
  const channels = platformChannels.map(({ channel }) => channel);
  expect(channels.filter((channel) => !saved.some((file) => file.startsWith(`${channel}-`)))).toEqual([]);
});

test('no saved life holds a customer’s words, a platform’s, an address or a token', () => {
  const texts = [...lives.values()].flatMap(historyTexts);
  expect(texts.length).toBeGreaterThan(1000);
  const words = /[\w.]+@[\w-]+\.test|order|on its way|lamp|reddedildi|https?:|127\.0\.0\.1|IGAA|EAAB|whsec_/i;
  expect(texts.filter((text) => words.test(text))).toEqual([]);
});

test('the workflow bundle holds no zod: it would cost every living ticket half a megabyte', () => {
  const code = readFileSync(bundle, 'utf8');
  expect(code).toContain('planRedirections');
  expect(code.match(/node_modules\/zod|ZodType|ZodError/g) ?? []).toEqual([]);
});
