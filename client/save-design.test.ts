import { readFile } from 'node:fs/promises';
import { findDesign, loadDesignVersion, removeDesign } from '../database/designs.ts';
import { findSource, removeSource, saveSource } from '../database/sources.ts';
import { saveTeam, findTeam, removeTeam } from '../database/teams.ts';
import { theDesk } from '../domain/actor.ts';
import type { DeskError } from '../domain/errors.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { publishVersion, saveChatbotText, saveFormText } from './save-design.ts';

let desk: TestDatabase;
const by = { actor: theDesk, now: '2026-11-23T09:00:00.000Z' };

beforeAll(async () => {
  desk = await testDatabase();
});
afterAll(async () => desk.drop());

const botText = (name: string, block = 'hand-over') =>
  `name: ${name}\ntitle: ${name}\nstart: main\nflows:\n  main:\n    - ${block}\n`;

test('a chatbot is saved version by version; the same text makes no new one', async () => {
  const { database } = desk;
  const first = await saveChatbotText(database, { text: botText('one'), isPublished: false, ...by });
  expect(first).toMatchObject({ name: 'one', version: 1, isNew: true, warnings: [] });
  expect(await saveChatbotText(database, { text: botText('one'), isPublished: true, ...by })).toMatchObject({
    version: 1,
    isNew: false,
  });
  const second = await saveChatbotText(database, { text: botText('one', 'end'), isPublished: false, ...by });
  expect(second).toMatchObject({ designId: first.designId, version: 2, isNew: true });
  expect(await findDesign(database, 'chatbot', 'ONE')).toMatchObject({ publishedVersion: 1, latestVersion: 2 });
  const { definition } = await loadDesignVersion(database, first.designId, 2);
  expect(definition).toMatchObject({ start: 'main', flows: { main: [{ kind: 'end' }] } });
});

test('a text with mistakes is refused with all of them, each on a line, and what is published stays', async () => {
  const { database } = desk;
  await saveChatbotText(database, { text: botText('two'), isPublished: true, ...by });
  const wrong = await saveChatbotText(database, {
    text: botText('two', 'sya: Hello\n    - hand-over: { team: Nobody }'),
    isPublished: true,
    ...by,
  }).catch((error: DeskError) => error);
  expect(wrong).toMatchObject({ code: 'DESIGN_INVALID', details: { problems: [{ line: 6 }, { line: 7 }] } });
  expect((wrong as DeskError).line.split('\n')).toEqual([
    'DESIGN_INVALID: the chatbot has 2 mistakes',
    expect.stringMatching(/^ {2}line 6:7, flows\.main\.0\.sya: unknown block “sya”/),
    expect.stringMatching(/^ {2}line 7:20, .*there is no team “Nobody”/),
    'Correct the lines named, then apply it again.',
  ]);
  expect(await findDesign(database, 'chatbot', 'two')).toMatchObject({ publishedVersion: 1, latestVersion: 1 });
});

test('a draft whose team is gone is not published', async () => {
  const { database } = desk;
  await saveTeam(database, { id: null, name: 'Orders', memberIds: [], ...by });
  await saveChatbotText(database, { text: botText('three', 'hand-over: { team: Orders }'), isPublished: false, ...by });
  const team = await findTeam(database, 'Orders');
  await removeTeam(database, { id: team.id, ...by });
  const design = await findDesign(database, 'chatbot', 'three');
  await expect(publishVersion(database, { design, version: 1, ...by })).rejects.toMatchObject({
    code: 'DESIGN_INVALID',
  });
  expect((await findDesign(database, 'chatbot', 'three')).publishedVersion).toBeNull();
});

test('a title that another source has is refused', async () => {
  const text = botText('four').replace('title: four', 'title: one');
  await expect(saveChatbotText(desk.database, { text, isPublished: false, ...by })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
});

test('of two that take the same title in the same moment one is refused as if it had come later', async () => {
  const saves = ['race-a', 'race-b', 'race-c'].map((name) => {
    const text = botText(name).replace(`title: ${name}`, 'title: The race');
    return saveChatbotText(desk.database, { text, isPublished: true, ...by });
  });
  const ended = await Promise.allSettled(saves);
  expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const refused = ended.flatMap((one) => (one.status === 'rejected' ? [(one.reason as DeskError).code] : []));
  expect(refused).toEqual(['INVALID_INPUT', 'INVALID_INPUT']);
});

test('who edits a version is told when another was saved meanwhile, and nothing is gone over', async () => {
  const { database } = desk;
  const edit = (say: string) => ({ text: botText('edited', `say: ${say}\n    - end`), isPublished: false, ...by });
  const { designId } = await saveChatbotText(database, edit('one'));
  await saveChatbotText(database, { ...edit('two'), seenVersion: 1 });
  await expect(saveChatbotText(database, { ...edit('three'), seenVersion: 1 })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'version 2 of edited was saved meanwhile',
  });
  expect((await loadDesignVersion(database, designId, 2)).text).toContain('two');
});

test('what was removed meanwhile is not published, and its title is free', async () => {
  const { database } = desk;
  await saveChatbotText(database, { text: botText('gone'), isPublished: true, ...by });
  const design = await findDesign(database, 'chatbot', 'gone');
  await removeDesign(database, { design, ...by });
  await expect(publishVersion(database, { design, version: 1, ...by })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const again = { text: botText('again').replace('title: again', 'title: gone'), isPublished: false, ...by };
  expect(await saveChatbotText(database, again)).toMatchObject({ version: 1 });
});

test('its source is neither removed nor renamed but by the file', async () => {
  const { database } = desk;
  const text = botText('whole').replace('title: whole', 'title: The whole');
  await saveChatbotText(database, { text, isPublished: true, ...by });
  const source = await findSource(database, 'The whole');
  const { id: sourceId } = source;
  await expect(removeSource(database, { sourceId, ...by })).rejects.toThrow('use `deskhand chatbot remove whole`');
  await expect(saveSource(database, { ...source, name: 'Half', ...by })).rejects.toThrow('use `deskhand chatbot edit');
  await expect(saveSource(database, { ...source, tags: ['x'], ...by })).rejects.toMatchObject({ code: 'REFUSED' });
  const acknowledgement = { isOn: true, subject: 'We have it', body: 'Soon more.' };
  expect(await saveSource(database, { ...source, acknowledgement, ...by })).toBe(sourceId);
});

test('a form is saved and published in the same way', async () => {
  const text = await readFile(new URL('../embedded/samples/contact.yaml', import.meta.url), 'utf8');
  expect(await saveFormText(desk.database, { text, isPublished: true, ...by })).toMatchObject({
    name: 'contact',
    version: 1,
  });
  await expect(saveFormText(desk.database, { text: 'name: x', isPublished: true, ...by })).rejects.toMatchObject({
    code: 'DESIGN_INVALID',
  });
});
