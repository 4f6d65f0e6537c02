import { randomBytes } from 'node:crypto';
import nodemailer from 'nodemailer';
import { ask } from '../../client/ask.ts';
import { createSecrets } from '../../channels/secrets.ts';
import { saveDraft } from '../../database/drafts.ts';
import { newId } from '../../database/new-id.ts';
import { saveRule } from '../../database/redirection-rules.ts';
import { saveSource } from '../../database/sources.ts';
import { theDesk } from '../../domain/actor.ts';
import type { Command } from '../../domain/command.ts';
import { startDeskProcess, type DeskProcess } from '../support/desk-process.ts';
import { historyTexts } from '../support/history-texts.ts';
import { MarkedPlatforms, platformPlaces } from '../support/marked-platforms.ts';
import { MarkedVisitors, visitorPlaces } from '../support/marked-visitors.ts';
import { eventually, startStoryDesk, STORY_KEY, type StoryDesk } from '../support/story-desk.ts';

/**
 * Words that stand nowhere else are given to the desk wherever a person's words may come in, and everything goes wrong
 * that could repeat them. Then they are looked for where they must not be: what the engine keeps, and the log.
 */
const mark = randomBytes(4).toString('hex');
const word = (place: string) => `zq${place}${mark}`;
const customerAddress = `${word('address')}@bounce.test`;
const password = word('password');
const places = [
  'name',
  'address',
  'subject',
  'body',
  'file',
  'lead',
  'reply',
  'note',
  'forward',
  'edited',
  'tag',
  'unsure',
  'password',
];

/** A machine with much else to do starves the engine; nothing here is about speed. */
const PATIENCE_MILLISECONDS = 60_000;

let story: StoryDesk;
let worker: DeskProcess;
let intake: DeskProcess;
let secrets: string[];
let platforms: MarkedPlatforms | undefined;

beforeAll(async () => {
  story = await startStoryDesk();
  secrets = await useTokens();
  await addSourceThatIsRefused();
  const environment = {
    DATABASE_URL: story.databaseUrl,
    TEMPORAL_ADDRESS: story.config.temporalAddress ?? '',
    TEMPORAL_NAMESPACE: story.namespace,
    DESKHAND_SECRET_KEY: STORY_KEY,
    DESKHAND_LINGER_SECONDS: '1',
    DESKHAND_RECONCILE_SECONDS: '2',
    DESKHAND_WAITING_SECONDS: '1',
    DESKHAND_LOG_LEVEL: 'debug',
  };
  worker = await startDeskProcess('worker', environment);
  intake = await startDeskProcess('intake', environment);
}, 60_000);

afterAll(async () => {
  await intake?.stop();
  await worker?.stop();
  await platforms?.stop();
  await story?.close();
}, 60_000);

test('a customer’s words, addresses and files and our own secrets are in no history and in no log, whatever goes wrong', async () => {
  await aLifeWhoseMailsComeBack();
  await anArrivalThatTheParserQuotes();
  await anArrivalThatViolatesUniqueness();
  const ticket = await theTicket();
  await aStepThatViolatesUniqueness(ticket);
  await aDeliveryThatFailsWithTheAddressInItsWords(ticket);
  await aTicketIsPurged(ticket);
  await eventually(async () => {
    const running = await story.client.workflow.count(`WorkflowType = 'ticket' AND ExecutionStatus = 'Running'`);
    if (running.count > 0) throw new Error('a ticket is still awake');
  }, PATIENCE_MILLISECONDS);

  const engine = await everythingTheEngineHolds();
  expect(engine.runs).toBeGreaterThan(5);
  expect(engine.failures).toBeGreaterThan(0);
  // What is searched is really there, and the search finds what is.
  expect(found(engine.texts, [ticket])).toEqual([ticket]);
  expect(worker.output()).toContain('a step failed');
  expect(worker.output()).toContain('a mail could not be taken in and was parked');
  expect(worker.output()).toContain('an activity failed');

  const canaries = places.map(word);
  expect(found(engine.texts, [mark, 'bounce.test', ...canaries, ...secrets])).toEqual([]);
  expect(found([worker.output()], [mark, 'bounce.test', ...canaries, ...secrets])).toEqual([]);
}, 300_000);

test('what visitors type into forms and chats, their files and what a site signs of them is in no history and in no log', async () => {
  const visitors = new MarkedVisitors(story, intake.url, word);
  await visitors.prepare();
  await visitors.looksAround();
  expect(await visitors.postsForm()).toBe(201);
  await whileBroken({ table: 'messages', event: 'INSERT', does: 'PERFORM NEW.text::json;' }, async () => {
    expect(await visitors.postsForm()).toBe(500);
  });
  await aTalkWhoseTurnsFail(visitors);
  await eventually(async () => {
    const running = await story.client.workflow.count(`WorkflowType = 'ticket' AND ExecutionStatus = 'Running'`);
    if (running.count > 0) throw new Error('a ticket is still awake');
  }, PATIENCE_MILLISECONDS);

  const engine = await everythingTheEngineHolds();
  const { id } = await story.database('conversations').first<{ id: string }>('id');
  expect(found(engine.texts, [id])).toEqual([id]);
  expect(worker.output()).toContain('a turn of a talk failed');
  expect(intake.output()).toContain('a form failed');
  expect(intake.output()).toContain('a chat request failed');
  // All of it arrived, so it could have been repeated.
  const canaries = visitorPlaces.map(word);
  expect(found(await everyTableAsText(), [...canaries])).toEqual(canaries.filter((canary) => canary !== word('query')));
  for (const texts of [engine.texts, [worker.output()], [intake.output()]])
    expect(found(texts, [mark, 'bounce.test', '555 000', ...canaries, ...secrets])).toEqual([]);
}, 300_000);

test('what people write at platforms, what platforms say to answers, and the tokens of accounts are in no history and in no log', async () => {
  platforms = await MarkedPlatforms.start({ story, url: intake.url, word });
  secrets.push(...platforms.secrets);
  await whileBroken({ table: 'messages', event: 'INSERT', does: 'PERFORM NEW.text::json;' }, async () => {
    await platforms!.peopleWrite();
    await eventually(async () => expect(await parkedOf(['instagram', 'trendyol'])).toBe(2), PATIENCE_MILLISECONDS);
  });
  await whileBroken({ table: 'pushed_responses', event: 'INSERT', does: `PERFORM NEW::text::json;` }, async () => {
    await platforms!.somebodyFillsInAForm();
    await eventually(async () => expect(await parkedOf(['supsis-form'])).toBe(1), PATIENCE_MILLISECONDS);
  });
  await platforms.peopleWrite();
  await platforms.somebodyFillsInAForm();
  await platforms.answersAreRefused();
  for (const channel of ['instagram', 'trendyol']) await anAnswerWhoseAttemptFailsWithItsWords(channel);
  await platforms.tokenDies();
  await eventually(async () => {
    if (!(await story.database('sources').whereNotNull('stopped_at').first('id'))) throw new Error('none is stopped');
    if (!(await story.database('events').where({ type: 'answer.refused' }).first('number')))
      throw new Error('no answer was refused');
  }, PATIENCE_MILLISECONDS);

  const engine = await everythingTheEngineHolds();
  expect([worker.output(), intake.output()].join()).toContain('news of a platform could not be taken in');
  const canaries = [...platformPlaces, 'answer'].map(word);
  expect(found(await everyTableAsText(), canaries)).toEqual(canaries);
  for (const texts of [engine.texts, [worker.output()], [intake.output()]])
    expect(found(texts, [mark, 'bounce.test', ...canaries, ...secrets])).toEqual([]);
}, 300_000);

test('no table holds a password, token or key in clear', async () => {
  const texts = await everyTableAsText();
  expect(found(texts, ['support@sample.test'])).toEqual(['support@sample.test']);
  expect(found(texts, [password, ...secrets])).toEqual([]);
}, 60_000);

async function parkedOf(channels: string[]): Promise<number> {
  const sources = story.database('sources').whereIn('channel', channels).select('id');
  const parked = await story
    .database('inbound_items')
    .where({ state: 'parked' })
    .whereIn('source_id', sources)
    .pluck('id');
  return parked.length;
}

/** The attempt cannot even begin, and says the answer while it fails; then it is made. */
async function anAnswerWhoseAttemptFailsWithItsWords(channel: string): Promise<void> {
  const { id: ticketId } = await eventually(async () => {
    const ticket = await story.database('tickets').where({ channel }).first<{ id: string } | undefined>('id');
    if (!ticket) throw new Error(`no ticket of ${channel} yet`);
    return ticket;
  }, PATIENCE_MILLISECONDS);
  const now = new Date().toISOString();
  const text = `Because ${word('answer')}.`;
  const draftId = await saveDraft(story.database, { ticketId, kind: 'reply', representativeId: null, text, now });
  const failed = () => worker.output().split('an activity failed').length;
  const before = failed();
  const does = `IF NEW.state = 'sending' THEN RAISE unique_violation USING MESSAGE = (SELECT text FROM messages WHERE id = NEW.message_id); END IF;`;
  await whileBroken({ table: 'deliveries', event: 'UPDATE', does }, async () => {
    await command(ticketId, { name: 'reply', draftId, seen: 100 });
    await eventually(() => expect(failed()).toBeGreaterThan(before), PATIENCE_MILLISECONDS);
  });
  await eventually(async () => {
    const delivery = await story
      .database('deliveries')
      .where({ ticket_id: ticketId })
      .whereNotNull('receipt')
      .first('id');
    if (!delivery) throw new Error('the answer is not at its platform');
  }, PATIENCE_MILLISECONDS);
}

/** The turn fails with the visitor's words, then the note of that fails with them too, then the line itself. */
async function aTalkWhoseTurnsFail(visitors: MarkedVisitors): Promise<void> {
  const talk = await visitors.beginsTalk();
  await eventually(async () => {
    if (!(await story.database('conversation_lines').first('number'))) throw new Error('the bot has not begun');
  }, PATIENCE_MILLISECONDS);
  const repeats = `IF NEW.author = 'bot' THEN RAISE unique_violation USING MESSAGE = NEW.text, DETAIL = NEW.text; END IF;`;
  await whileBroken({ table: 'conversation_lines', event: 'INSERT', does: repeats }, async () => {
    await visitors.says(talk, 'chatline');
    await eventually(() => expect(worker.output()).toContain('a turn of a talk failed'), PATIENCE_MILLISECONDS);
    const parked = await story.database('conversations').first('error_detail');
    expect(parked.error_detail).toContain(mark);
  });
  const note = `RAISE EXCEPTION 'no %', NEW.state USING ERRCODE = 'unique_violation', DETAIL = NEW.state::text;`;
  await whileBroken({ table: 'conversations', event: 'UPDATE', does: note }, async () => {
    expect(await visitors.says(talk, 'chatanswer')).toBe(500);
    // The first line still waits: reconcile sends a look, whose turn cannot even be noted as failed.
    await story.database.raw('ALTER TABLE conversations DISABLE TRIGGER canary');
    await story.database('conversations').update({ error_code: null, wake_at: null });
    await story.database.raw('ALTER TABLE conversations ENABLE TRIGGER canary');
    await eventually(async () => {
      const query = `WorkflowType = 'conversation'`;
      for await (const { workflowId, runId } of story.client.workflow.list({ query })) {
        const history = await story.client.workflow.getHandle(workflowId, runId).fetchHistory();
        if (JSON.stringify(historyTexts(JSON.parse(JSON.stringify(history)))).includes('UNEXPECTED')) return;
      }
      throw new Error('no turn has failed in the engine');
    }, PATIENCE_MILLISECONDS);
  });
  expect(await visitors.says(talk, 'chatanswer')).toBe(200);
  await eventually(async () => {
    const { phase } = await story.database('conversations').first('phase');
    if (phase !== 'handed-over') throw new Error(`the talk is ${phase}`);
  }, PATIENCE_MILLISECONDS);
}

async function aLifeWhoseMailsComeBack(): Promise<void> {
  const now = new Date().toISOString();
  const recipients = [{ kind: 'address' as const, address: `${word('lead')}@bounce.test` }];
  await saveRule(story.database, { ruleId: null, tags: ['*'], recipients, actor: theDesk, now });
  await customerWrites('first');
  const ticket = await eventually(theTicket, PATIENCE_MILLISECONDS);
  await failedDeliveries(1);
  for (const kind of ['note', 'reply', 'forward'] as const) {
    const draftId = await saveDraft(story.database, {
      ticketId: ticket,
      kind,
      representativeId: null,
      text: `Words: ${word(kind)}`,
      now,
    });
    if (kind === 'note') await command(ticket, { name: 'note', draftId });
    if (kind === 'reply') await command(ticket, { name: 'reply', draftId, seen: 1 });
    if (kind === 'forward') await command(ticket, { name: 'forward', draftId, to: [`${word('forward')}@bounce.test`] });
  }
  await command(ticket, { name: 'edit', subject: word('edited'), contact: { name: word('edited') } });
  await command(ticket, { name: 'tag', add: [word('tag')], remove: [] });
  await failedDeliveries(3);
}

/** PostgreSQL's JSON parser quotes what it could not read. */
async function anArrivalThatTheParserQuotes(): Promise<void> {
  await whileBroken({ table: 'messages', event: 'INSERT', does: `PERFORM NEW.text::json;` }, async () => {
    await customerWrites('second');
    await parkedItems(1);
  });
}

async function anArrivalThatViolatesUniqueness(): Promise<void> {
  await story.database.raw('CREATE UNIQUE INDEX canary_address ON participants (address)');
  await customerWrites('third');
  await parkedItems(2);
  await story.database.raw('DROP INDEX canary_address');
}

async function aStepThatViolatesUniqueness(ticket: string): Promise<void> {
  const does = `RAISE unique_violation USING MESSAGE = 'duplicate key (email)=(' || NEW.email || ')' || E'\\n    at ' || NEW.name, DETAIL = NEW.email;`;
  await whileBroken({ table: 'contacts', event: 'UPDATE', does }, async () => {
    const answer = command(ticket, { name: 'edit', contact: { email: `${word('edited')}@bounce.test` } });
    await expect(answer).rejects.toMatchObject({ code: 'UNEXPECTED' });
  });
}

/** Nothing catches this one on its way out of the activity but the last word of the worker. */
async function aDeliveryThatFailsWithTheAddressInItsWords(ticket: string): Promise<void> {
  const does = `IF NEW.state = 'sending' THEN RAISE EXCEPTION 'no mail to %', NEW.recipients USING ERRCODE = 'unique_violation', DETAIL = NEW.recipients::text; END IF;`;
  await whileBroken({ table: 'deliveries', event: 'UPDATE', does }, async () => {
    const draftId = await saveDraft(story.database, {
      ticketId: ticket,
      kind: 'forward',
      representativeId: null,
      text: word('unsure'),
      now: new Date().toISOString(),
    });
    await command(ticket, { name: 'forward', draftId, to: [`${word('unsure')}@bounce.test`] });
    await eventually(() => expect(worker.output()).toContain('an activity failed'), PATIENCE_MILLISECONDS);
  });
  await failedDeliveries(4);
}

async function aTicketIsPurged(ticket: string): Promise<void> {
  await command(ticket, { name: 'delete' });
  await command(ticket, { name: 'purge' });
}

/** Every statement of a kind on a table fails while `during` runs. */
async function whileBroken(
  broken: { table: string; event: 'INSERT' | 'UPDATE'; does: string },
  during: () => Promise<void>,
): Promise<void> {
  const { table, event, does } = broken;
  await story.database.raw(
    `CREATE FUNCTION canary() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN ${does} RETURN NEW; END $body$`.replaceAll(
      '?',
      '\\?',
    ),
  );
  await story.database.raw(`CREATE TRIGGER canary BEFORE ${event} ON ${table} FOR EACH ROW EXECUTE FUNCTION canary()`);
  await during();
  await story.database.raw(`DROP TRIGGER canary ON ${table}; DROP FUNCTION canary()`);
}

async function customerWrites(name: string): Promise<void> {
  const customer = nodemailer.createTransport({
    host: '127.0.0.1',
    port: story.mail.smtpPort,
    secure: false,
    ignoreTLS: true,
  });
  await customer.sendMail({
    from: `${word('name')} <${customerAddress}>`,
    to: 'support@sample.test',
    subject: `About ${word('subject')}, ${name}`,
    text: `${word('body')} is what I ordered, on the ${name} day.`,
    attachments: [{ filename: `${word('file')}.txt`, content: `${word('file')} inside` }],
  });
}

async function theTicket(): Promise<string> {
  const row = await story.database('tickets').first<{ id: string } | undefined>('id');
  if (!row) throw new Error('no ticket yet');
  return row.id;
}

async function command(ticketId: string, asked: Command): Promise<void> {
  const actor = { kind: 'representative', id: newId(), name: 'Zeynep' } as const;
  const { outcome } = await ask(story.desk, {
    ticketId,
    command: asked,
    actor,
    patienceMilliseconds: PATIENCE_MILLISECONDS,
  });
  expect({ command: asked.name, outcome }).toEqual({ command: asked.name, outcome: 'done' });
}

async function failedDeliveries(count: number): Promise<void> {
  await eventually(async () => {
    const failed = await story.database('deliveries').where({ state: 'failed' }).pluck('id');
    if (failed.length < count) throw new Error(`${failed.length} deliveries have failed`);
  }, PATIENCE_MILLISECONDS);
}

async function parkedItems(count: number): Promise<void> {
  await eventually(async () => {
    const parked = await story.database('inbound_items').where({ state: 'parked' }).pluck('external_id');
    if (parked.length < count) throw new Error(`${parked.length} mails are parked`);
  }, PATIENCE_MILLISECONDS);
}

/** The mailbox and the sender log in by OAuth2, with secrets that can be told from anything else. */
async function useTokens(): Promise<string[]> {
  const { mail, sourceId, senderId, database } = story;
  const { refreshToken } = mail.users.find(({ user }) => user === 'support')!;
  const seal = (text: string, context: string) => ({
    sealed: createSecrets(Buffer.from(STORY_KEY, 'base64')).seal(text, context),
  });
  const authOf = (owner: string) => ({
    kind: 'oauth2',
    provider: 'other',
    clientId: mail.oauth.clientId,
    tokenUrl: mail.oauth.tokenUrl,
    clientSecret: seal(mail.oauth.clientSecret, `${owner}:client-secret`),
    refreshToken: seal(refreshToken, `${owner}:refresh-token`),
  });
  for (const [table, id, owner] of [
    ['sources', sourceId, 'source'],
    ['senders', senderId, 'sender'],
  ] as const) {
    const login = { user: 'support', auth: authOf(`${owner}:${id}`) };
    await database(table)
      .where({ id })
      .update({ settings: database.raw('settings || ?::jsonb', [JSON.stringify(login)]) });
  }
  return [refreshToken, mail.oauth.clientSecret, STORY_KEY];
}

/** A second mailbox whose server refuses the password: what it says to that is shown, the password is not. */
async function addSourceThatIsRefused(): Promise<void> {
  const sourceId = await saveSource(story.database, {
    id: null,
    channel: 'email',
    name: 'refused@sample.test',
    settings: {},
    senderId: story.senderId,
    tags: [],
    pollIntervalSeconds: 1,
    acknowledgement: null,
    actor: theDesk,
    now: new Date().toISOString(),
  });
  const sealed = createSecrets(Buffer.from(STORY_KEY, 'base64')).seal(password, `source:${sourceId}:password`);
  const settings = {
    host: '127.0.0.1',
    port: story.mail.imapPort,
    security: 'none',
    user: 'siparis',
    auth: { kind: 'password', secret: { sealed } },
    addresses: [],
  };
  await story
    .database('sources')
    .where({ id: sourceId })
    .update({ settings: JSON.stringify(settings) });
}

/** Every run's every event, and what the engine shows of runs and schedules beside them: memos, attributes, pending failures. */
async function everythingTheEngineHolds(): Promise<{ runs: number; failures: number; texts: string[] }> {
  const texts: string[] = [];
  let [runs, failures] = [0, 0];
  for await (const { workflowId, runId } of story.client.workflow.list()) {
    const handle = story.client.workflow.getHandle(workflowId, runId);
    const description = await handle.describe();
    const history = JSON.parse(JSON.stringify(await handle.fetchHistory())) as { events: { eventType: string }[] };
    texts.push(
      ...historyTexts(JSON.parse(JSON.stringify([description.raw, description.memo, description.searchAttributes]))),
      ...historyTexts(history),
    );
    runs += 1;
    failures += history.events.filter((event) => 'activityTaskFailedEventAttributes' in event).length;
  }
  for await (const schedule of story.client.schedule.list())
    texts.push(...historyTexts(JSON.parse(JSON.stringify(schedule))));
  return { runs, failures, texts };
}

async function everyTableAsText(): Promise<string[]> {
  const { rows: tables } = await story.database.raw<{ rows: { name: string }[] }>(
    `SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const texts = [];
  for (const { name } of tables) {
    const { rows } = await story.database.raw<{ rows: { row: string }[] }>(
      `SELECT to_jsonb(t)::text AS row FROM ${name} t`,
    );
    texts.push(...rows.map(({ row }) => row));
  }
  return texts;
}

/** Which of the words stand in the texts, in any case. */
function found(texts: string[], words: string[]): string[] {
  const all = texts.join('\n').toLowerCase();
  return words.filter((sought) => all.includes(sought.toLowerCase()));
}
