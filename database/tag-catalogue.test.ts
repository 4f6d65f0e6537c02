import { theDesk } from '../domain/actor.ts';
import type { Block, Chatbot } from '../domain/chatbot/flow.ts';
import type { Form } from '../domain/form/form.ts';
import { describeTagOrigin } from '../domain/tag-catalogue.ts';
import { aSource } from '../test/support/builders.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { findDesign, publishDesign, removeDesign, saveDesign } from './designs.ts';
import { findSource, removeSource, switchSource } from './sources.ts';
import { loadTagCatalogue } from './tag-catalogue.ts';

let desk: TestDatabase;
const by = { actor: theDesk, now: new Date().toISOString() };

beforeEach(async () => {
  desk = await testDatabase();
});
afterEach(() => desk.drop());

const fields = { email: null, phone: null };

function aChatbot(blocks: Block[], tags: string[] = []): Chatbot {
  return {
    name: 'night',
    title: 'Night shift',
    language: 'tr',
    timeoutSeconds: 600,
    goneSeconds: 60,
    tags,
    origins: [],
    limits: { startsPerHour: 20, linesPerMinute: 20 },
    start: 'main',
    flows: { main: [{ kind: 'say', text: 'Merhaba' }], outside: blocks },
  };
}

const aForm: Form = {
  name: 'iade',
  title: 'İade formu',
  languages: ['tr'],
  heading: null,
  intro: null,
  fields: [],
  subject: 'İade talebi',
  tags: ['form'],
  redirectionTag: 'depo',
  thanks: '',
  origins: [],
  limits: { postsPerHour: 20, postsPerDay: 240, files: 0, fileBytes: 0 },
};

async function save(kind: 'chatbot' | 'form', definition: Chatbot | Form, isPublished: boolean) {
  const { name, title, tags } = definition;
  await saveDesign(desk.database, {
    kind,
    name,
    title,
    tags,
    text: JSON.stringify(definition),
    definition,
    isPublished,
    ...by,
  });
}

/** Every tag with where it comes from. */
async function said(): Promise<Record<string, string>> {
  const catalogue = await loadTagCatalogue(desk.database);
  return Object.fromEntries(catalogue.map(({ tag }) => [tag, describeTagOrigin(tag, catalogue)]));
}

test('tags and subjects of blocks that open tickets are collected from what is published and what is a draft', async () => {
  const create: Block = {
    kind: 'create-ticket',
    request: null,
    whenDraft: null,
    ...fields,
    subject: 'After Hours Ticket',
    tag: 'gece',
  };
  const varying: Block = { ...create, subject: 'Order {{order}}', tag: '{{topic}}' };
  const handOver: Block = { kind: 'hand-over', text: null, team: null, ...fields, subject: 'Canlı', tag: null };
  await save('chatbot', aChatbot([create, varying], ['bot']), true);
  await save('chatbot', aChatbot([create, handOver], ['bot']), false);
  expect(await said()).toEqual({
    'After Hours Ticket': 'chatbot night (version 1, as subject)',
    bot: 'chatbot night (version 1)',
    Canlı: 'chatbot night (version 2, as subject, draft)',
    gece: 'chatbot night (version 1)',
  });
  await publishDesign(desk.database, {
    design: await findDesign(desk.database, 'chatbot', 'night'),
    version: 2,
    ...by,
  });
  expect(await said()).toMatchObject({
    Canlı: 'chatbot night (version 2, as subject)',
    gece: 'chatbot night (version 2)',
  });
});

test('a form gives its tags, its redirection tag and its subject; a draft of it is one', async () => {
  await save('form', aForm, false);
  expect(await said()).toEqual({
    depo: 'form iade (version 1, draft)',
    form: 'form iade (version 1, draft)',
    'İade talebi': 'form iade (version 1, as subject, draft)',
  });
});

test('what is switched off is marked, what is removed is gone', async () => {
  const source = await aSource(desk.database, { tags: ['posta'] } as never);
  await desk
    .database('sources')
    .where({ id: source.id })
    .update({ tags: ['posta'] });
  await save('form', aForm, true);
  const form = await findDesign(desk.database, 'form', 'iade');
  const { name } = await findSource(desk.database, source.id);
  for (const sourceId of [source.id, form.sourceId])
    await switchSource(desk.database, { sourceId, isOn: false, ...by });
  expect(await said()).toMatchObject({ posta: `source ${name} (off)`, depo: 'form iade (version 1, off)' });
  await removeSource(desk.database, { sourceId: source.id, ...by });
  await removeDesign(desk.database, { design: form, ...by });
  expect(await said()).toEqual({});
});
