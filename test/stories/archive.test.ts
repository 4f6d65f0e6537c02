import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTicket } from '../../client/create-ticket.ts';
import { ask, tell } from '../../client/ask.ts';
import { newId } from '../../database/new-id.ts';
import { theDesk } from '../../domain/actor.ts';
import type { LifeFile } from '../../domain/life-file.ts';
import { eventually, startStoryDesk, type StoryDesk } from '../support/story-desk.ts';
import { afterHoursBlocks, chatbotOf, publishChatbot, Visitor } from '../support/talk-story.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const folder = temporaryFolder();

let story: StoryDesk;
beforeAll(async () => {
  story = await startStoryDesk();
  await story.startWorker();
}, 60_000);
afterAll(async () => story.close(), 60_000);

test('runs are archived once each, and a life is exported and replayed whole after the engine lost its data', async () => {
  const ticket = await anOpenedTicket();
  await tag(ticket.ticketId, 'first');
  await untilAsleep(ticket.ticketId);
  await tag(ticket.ticketId, 'second');
  await untilAsleep(ticket.ticketId);
  const archived = await untilArchived(ticket.ticketId, 2);

  const before = await exported(ticket.number);
  expect(before.runs.map(({ runId }) => runId)).toEqual(archived);
  await theEngineLosesItsData(`ticket/${ticket.ticketId}`);
  const after = await exported(ticket.number);
  expect(after.runs).toEqual(before.runs);
  expect(after.lostRuns).toEqual([]);

  // Reconcile lists the last ten minutes again each time, and archives nothing twice.
  await aRoundOfReconcile();
  expect(await archivedRuns(ticket.ticketId)).toEqual(archived);
  const { stdout } = await deskhand(
    'replay',
    '--bundle',
    process.env['TEST_WORKFLOW_BUNDLE'] ?? '',
    fileOf(ticket.number),
  );
  expect(stdout.match(/: agrees/g)).toHaveLength(2);
}, 240_000);

test('a chatbot’s ticket is exported with the talk it was made of, archived or not, and both replay', async () => {
  const visitor = await Visitor.comes(story.desk, await publishChatbot(story, chatbotOf(afterHoursBlocks)));
  for (const words of ['My lamp is broken', 'ada@customer.test']) await visitor.says(words);
  const { ticketNumber } = await visitor.untilOver();
  const { conversationId } = visitor;
  const workflowId = `conversation/${conversationId}`;
  const typesOf = ({ runs }: LifeFile) => new Set(runs.map(({ workflowType }) => workflowType));
  expect(typesOf(await exported(ticketNumber!))).toEqual(new Set(['conversation', 'ticket']));

  await eventually(async () => {
    const kept = await story.database('history_runs').where({ workflow_id: workflowId }).pluck('run_id');
    if (kept.length === 0) throw new Error('the talk is not archived');
  }, 30_000);
  await theEngineLosesItsData(workflowId);
  const after = await exported(ticketNumber!);
  expect(typesOf(after)).toEqual(new Set(['conversation', 'ticket']));
  expect(after.lostRuns).toEqual([]);
  expect(JSON.stringify(after)).not.toMatch(/lamp|customer\.test/);
  const bundle = process.env['TEST_WORKFLOW_BUNDLE'] ?? '';
  const { stdout } = await deskhand('replay', '--bundle', bundle, fileOf(ticketNumber!));
  expect(stdout.match(/: agrees/g)).toHaveLength(after.runs.length);
}, 240_000);

test('a run that is still going is exported from the engine as it stands', async () => {
  const ticket = await anOpenedTicket();
  const until = new Date(Date.now() + 60_000).toISOString();
  await asked(ticket.ticketId, { name: 'snooze', until });
  const life = await exported(ticket.number);
  expect(life.runs.at(-1)?.closedAt).toBeNull();
  expect(life.lostRuns).toEqual([]);
}, 60_000);

test('a run that went with the engine’s data is named by the inputs it took up', async () => {
  const ticket = await anOpenedTicket();
  await asked(ticket.ticketId, { name: 'snooze', until: new Date(Date.now() + 60_000).toISOString() });
  await theEngineLosesItsData(`ticket/${ticket.ticketId}`);
  tell(story.desk, ticket.ticketId);
  await tag(ticket.ticketId, 'later');
  const life = await exported(ticket.number);
  expect(life.runs).toHaveLength(1);
  expect(life.lostRuns).toEqual([{ runId: null, inputs: [1, 2], from: expect.any(String), until: expect.any(String) }]);
  const { stderr } = await deskhand('replay', fileOf(ticket.number));
  expect(stderr).toMatch(/^note: a run that took up input 1, 2 from \S+ until \S+ is lost with the engine’s data/);
}, 180_000);

test('an unknown ticket, and a desk that does not run, are told apart', async () => {
  await expect(deskhand('history', 'export', '999999', '-o', '-')).rejects.toMatchObject({
    code: 3,
    stderr: expect.stringContaining('NOT_FOUND: there is no ticket 999999'),
  });
  const nobody = { DATABASE_URL: '', TEMPORAL_ADDRESS: '' };
  await expect(deskhandWith(nobody, 'history', 'export', '1', '-o', '-')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('NOT_RUNNING'),
  });
}, 60_000);

async function anOpenedTicket(): Promise<{ ticketId: string; number: number }> {
  const ticket = await createTicket(story.desk, {
    key: newId(),
    subject: 'By phone',
    contact: { name: 'Ada', phone: '+905550000000' },
    text: 'Called about the lamp.',
    tags: [],
    actor: theDesk,
  });
  await eventually(async () => {
    const waiting = await story.database('inputs').where({ ticket_id: ticket.ticketId, state: 'waiting' }).pluck('id');
    if (waiting.length > 0) throw new Error('the opening waits');
  });
  return ticket;
}

async function asked(ticketId: string, command: Parameters<typeof ask>[1]['command']): Promise<void> {
  const { outcome } = await ask(story.desk, { ticketId, command, actor: theDesk, patienceMilliseconds: 15_000 });
  expect(outcome).toBe('done');
}

async function tag(ticketId: string, name: string): Promise<void> {
  await asked(ticketId, { name: 'tag', add: [name], remove: [] });
}

async function untilAsleep(ticketId: string): Promise<void> {
  await eventually(async () => {
    const { status } = await story.client.workflow.getHandle(`ticket/${ticketId}`).describe();
    if (status.name !== 'COMPLETED') throw new Error(status.name);
  });
}

async function archivedRuns(ticketId: string): Promise<string[]> {
  return story.database('history_runs').where({ ticket_id: ticketId }).orderBy('started_at').pluck<string[]>('run_id');
}

async function untilArchived(ticketId: string, count: number): Promise<string[]> {
  return eventually(async () => {
    const runIds = await archivedRuns(ticketId);
    if (runIds.length < count) throw new Error(`${runIds.length} runs are archived`);
    return runIds;
  }, 30_000);
}

/** One whole round, begun after now. */
async function aRoundOfReconcile(): Promise<void> {
  const now = new Date();
  await eventually(async () => {
    const query = `WorkflowType = 'reconcile' AND ExecutionStatus = 'Completed' AND StartTime > '${now.toISOString()}'`;
    if ((await story.client.workflow.count(query)).count === 0) throw new Error('no round yet');
  }, 30_000);
}

async function theEngineLosesItsData(ofWorkflow: string): Promise<void> {
  const { client, namespace } = story;
  for await (const { workflowId, runId } of client.workflow.list({ query: `WorkflowId = '${ofWorkflow}'` })) {
    await eventually(async () => {
      // The engine deletes when it finds the time; asking again does no harm.
      await client.workflowService
        .deleteWorkflowExecution({ namespace, workflowExecution: { workflowId, runId } })
        .catch(() => {});
      const description = await client.workflow
        .getHandle(workflowId, runId)
        .describe()
        .catch(() => null);
      if (description) throw new Error('the run is still there');
    }, 90_000);
  }
}

async function exported(number: number): Promise<LifeFile> {
  await deskhand('history', 'export', String(number), '-o', fileOf(number));
  return JSON.parse(readFileSync(fileOf(number), 'utf8')) as LifeFile;
}

function fileOf(number: number): string {
  return join(folder, `${number}.json`);
}

function deskhand(...words: string[]) {
  const { databaseUrl, config, namespace } = story;
  return deskhandWith(
    { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: config.temporalAddress ?? '', TEMPORAL_NAMESPACE: namespace },
    ...words,
  );
}

function deskhandWith(environment: Record<string, string>, ...words: string[]) {
  return run(process.execPath, [program, ...words], {
    env: { PATH: process.env['PATH'], DESKHAND_HOME: folder, ...environment },
  });
}
