import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { LifeFile, LifeRun } from '../domain/life-file.ts';
import { stepOf } from './histories/features.ts';
import { historiesFolder, readManifest } from './histories/manifest.ts';
import { bundleWorkflows } from './support/bundle-workflows.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The gate an engineer stands before: changed workflow code, the saved lives, and the program that compares them. */

const program = fileURLToPath(new URL('../bin/deskhand.mjs', import.meta.url));
const files = Object.keys(readManifest()).map((name) => fileURLToPath(new URL(name, historiesFolder)));
const runs = files.flatMap((file) => (JSON.parse(readFileSync(file, 'utf8')) as LifeFile).runs);
const folder = temporaryFolder();

interface ReplayLine {
  workflowType: string;
  workflowId: string;
  runId: string;
  agrees: boolean;
  disagreement: { eventId: number; step: string; instead: string } | null;
}

async function deskhand(...words: string[]): Promise<{ exitCode: number; output: string; errors: string }> {
  // Nothing that a desk would need: the gate stands alone.
  const env = { PATH: process.env['PATH'], DESKHAND_HOME: join(folder, 'no-desk') };
  const child = spawn(process.execPath, [program, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? -1)));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { exitCode: await exited, output, errors };
}

/** The number of the event at which a run takes a step for the nth time, or null when it does not come so far. */
function reaches(run: LifeRun, step: string, time = 1): number | null {
  const found = run.history.events.filter((event) => stepOf(event) === step)[time - 1];
  return found ? Number(found.eventId) : null;
}

const call = (step: string) => `await steps.${step}({ ...input, inputId: work.next.inputId })`;

const changes = [
  {
    what: 'two steps swapped',
    change: (code: string) =>
      code
        .replace(call('assignRepresentative'), 'SECOND')
        .replace(call('planRedirections'), call('assignRepresentative'))
        .replace('SECOND', call('planRedirections')),
    reached: (run: LifeRun) => reaches(run, 'assignRepresentative'),
    step: 'assignRepresentative',
    instead: 'takes planRedirections there',
  },
  {
    what: 'a step removed',
    change: (code: string) => code.replace(call('planRedirections'), 'nothing'),
    reached: (run: LifeRun) => reaches(run, 'planRedirections'),
    step: 'planRedirections',
    instead: 'does not take this step here',
  },
  {
    what: 'a step removed whose place the next one takes',
    change: (code: string) => code.replace(/case 'assignRepresentative':\n.*\n/, ''),
    reached: (run: LifeRun) => reaches(run, 'assignRepresentative'),
    step: 'assignRepresentative',
    instead: 'takes takeUp there',
  },
  {
    what: 'another step from the third time on',
    change: (code: string) =>
      code
        .replace('let looks = 0;', 'let looks = 0; let times = 0;')
        .replace(
          'return await steps.takeUp(input);',
          `if ((times += 1) > 2) return await steps.planRedirections({ ...input, inputId: '' }); return await steps.takeUp(input);`,
        ),
    reached: (run: LifeRun) => reaches(run, 'takeUp', 3),
    step: 'takeUp',
    instead: 'takes planRedirections there',
  },
];

test('today’s code passes, whatever else is on the machine', async () => {
  const { exitCode, output, errors } = await deskhand('replay', ...files);
  expect(errors).toBe('');
  expect(exitCode).toBe(0);
  expect(output.trim().split('\n')).toHaveLength(runs.length);
}, 60_000);

test.each(changes)(
  'with $what, every life that comes so far is refused with its workflow, event and step, and no other',
  async ({ what, change, reached, step, instead }) => {
    const bundle = await bundleWith(what, change);
    const { exitCode, output, errors } = await deskhand('replay', '--json', '--bundle', bundle, ...files);
    const lines = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ReplayLine);
    const expected = runs.map((run) => {
      const { workflowType, workflowId, runId } = run;
      const eventId = reached(run);
      return {
        workflowType,
        workflowId,
        runId,
        agrees: eventId === null,
        at: eventId === null ? null : { eventId, step, instead },
      };
    });
    expect(
      lines.map(({ workflowType, workflowId, runId, agrees, disagreement }) => ({
        workflowType,
        workflowId,
        runId,
        agrees,
        at: pick(disagreement),
      })),
    ).toEqual(expected);
    const refused = expected.filter(({ agrees }) => !agrees).length;
    expect(refused).toBeGreaterThan(1);
    expect(exitCode).toBe(1);
    expect(errors).toContain(`HISTORY_DISAGREES: ${refused} of ${runs.length} runs disagree`);

    const unreached = files.filter((file) =>
      (JSON.parse(readFileSync(file, 'utf8')) as LifeFile).runs.every((run) => reached(run) === null),
    );
    expect(unreached.length).toBeGreaterThan(0);
    expect((await deskhand('replay', '--bundle', bundle, ...unreached)).exitCode).toBe(0);
  },
  120_000,
);

function pick(disagreement: ReplayLine['disagreement']) {
  return disagreement && { eventId: disagreement.eventId, step: disagreement.step, instead: disagreement.instead };
}

const bundles = new Map<string, Promise<string>>();

/** Bundling takes seconds: each change is bundled once. */
function bundleWith(what: string, change: (code: string) => string): Promise<string> {
  const known = bundles.get(what);
  if (known) return known;
  const path = join(folder, what.replaceAll(' ', '-'));
  mkdirSync(path);
  const bundling = bundleWorkflows(path, (code) => {
    const changed = change(code);
    expect(changed).not.toBe(code);
    return changed;
  });
  bundles.set(what, bundling);
  return bundling;
}

test('a person reads which workflow, which run, which event and which step', async () => {
  const bundle = await bundleWith(changes[0]!.what, changes[0]!.change);
  const file = files.find((name) => name.includes('opened-and-redirected'))!;
  const { output } = await deskhand('history', 'replay', '--bundle', bundle, file);
  expect(output).toMatch(
    /^ticket ticket\/[\w-]+ run [\w-]+: disagrees at event 7 \(MarkerRecorded\), step assignRepresentative: today’s code takes planRedirections there\n$/,
  );
}, 60_000);

test('a history as Temporal’s own tools write it is replayed too', async () => {
  const file = join(folder, 'plain.json');
  writeFileSync(file, JSON.stringify(runs.find(({ workflowType }) => workflowType === 'ticket')!.history));
  const { exitCode, output } = await deskhand('replay', file);
  expect(exitCode).toBe(0);
  expect(output).toContain('agrees');
});

test('a file that is missing, unreadable or of another format says so and how to mend it', async () => {
  const broken = join(folder, 'broken.json');
  writeFileSync(broken, '{"runs": [');
  const newer = join(folder, 'newer.json');
  writeFileSync(newer, '{"format": 99, "runs": []}');
  const missing = join(folder, 'missing.json');
  expect(await deskhand('replay', missing)).toMatchObject({
    exitCode: 3,
    errors: expect.stringContaining('NOT_FOUND: there is no file'),
  });
  expect(await deskhand('replay', broken)).toMatchObject({
    exitCode: 2,
    errors: expect.stringContaining('HISTORY_UNREADABLE: '),
  });
  expect(await deskhand('replay', newer)).toMatchObject({
    exitCode: 2,
    errors: expect.stringContaining('its format is 99'),
  });
  expect(await deskhand('replay')).toMatchObject({ exitCode: 2 });
}, 60_000);
