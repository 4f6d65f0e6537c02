import { theDesk } from '../domain/actor.ts';
import { aRepresentative, aSource, aTicket } from '../test/support/builders.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { listPriorities, removePriority, savePriority } from './priorities.ts';
import { saveRule } from './redirection-rules.ts';
import { listRepresentatives, removeRepresentative, saveRepresentative } from './representatives.ts';
import { seedDesk } from './seed-desk.ts';
import { listSenders, removeSender, saveSender } from './senders.ts';
import { findStatus, listStatuses, removeStatus, saveStatus } from './statuses.ts';
import { findTeam, removeTeam, saveTeam } from './teams.ts';

let desk: TestDatabase;
const by = { actor: theDesk, now: new Date().toISOString() };
beforeAll(async () => {
  desk = await testDatabase();
});
afterAll(() => desk.drop());

test('a new desk has the statuses and priorities that no desk can do without, once', async () => {
  await seedDesk(desk.database, by.now);
  expect((await listStatuses(desk.database)).map(({ name, category }) => `${name} ${category}`)).toEqual([
    'New new',
    'Open open',
    'Pending waiting',
    'Solved solved',
    'Spam spam',
  ]);
  expect((await listPriorities(desk.database)).filter(({ isDefault }) => isDefault).map(({ name }) => name)).toEqual([
    'normal',
  ]);
});

test('a status of the desk’s own is added, found in any spelling, and removed while no ticket has it', async () => {
  const id = await saveStatus(desk.database, {
    id: null,
    name: 'İade Bekliyor',
    category: 'waiting',
    color: 'purple',
    ...by,
  });
  expect(await findStatus(desk.database, 'iade bekliyor')).toMatchObject({ id, category: 'waiting', isDefault: false });
  await expect(
    saveStatus(desk.database, { id: null, name: 'IADE BEKLIYOR', category: 'open', color: 'red', ...by }),
  ).rejects.toThrow('named IADE BEKLIYOR already');
  await removeStatus(desk.database, { id, ...by });
  await expect(findStatus(desk.database, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a status that tickets have is not removed, and keeps its category', async () => {
  await aTicket(desk.database);
  const fresh = await findStatus(desk.database, 'New');
  await expect(removeStatus(desk.database, { id: fresh.id, ...by })).rejects.toThrow(
    '1 ticket is New: it cannot be removed',
  );
  await expect(saveStatus(desk.database, { ...fresh, category: 'open', ...by })).rejects.toThrow(
    '1 ticket is New: it keeps its category',
  );
  const open = await findStatus(desk.database, 'Open');
  await expect(removeStatus(desk.database, { id: open.id, ...by })).rejects.toThrow('the last status of category open');
});

test('there is one default at a time', async () => {
  const id = await saveStatus(desk.database, {
    id: null,
    name: 'In work',
    category: 'open',
    color: 'green',
    isDefault: true,
    ...by,
  });
  const open = (await listStatuses(desk.database)).filter(({ category }) => category === 'open');
  expect(open.filter(({ isDefault }) => isDefault).map((status) => status.id)).toEqual([id]);
  await removeStatus(desk.database, { id, ...by });
  expect(await findStatus(desk.database, 'Open')).toMatchObject({ isDefault: true });
  const normal = (await listPriorities(desk.database)).find(({ name }) => name === 'normal')!;
  await expect(removePriority(desk.database, { id: normal.id, ...by })).rejects.toMatchObject({ code: 'REFUSED' });
  const urgent = await savePriority(desk.database, { id: null, name: 'now', color: 'red', ...by });
  await removePriority(desk.database, { id: urgent, ...by });
});

test('somebody whom tickets, rules or teams name is not lost by mistake', async () => {
  const deniz = await aRepresentative(desk.database, 'Deniz Ak');
  const { number } = await aTicket(desk.database);
  await desk.database('tickets').where({ number }).update({ representative_id: deniz.id });
  await expect(removeRepresentative(desk.database, { id: deniz.id, ...by })).rejects.toThrow(
    '1 ticket is assigned to Deniz Ak',
  );
  await desk.database('tickets').where({ number }).update({ representative_id: null });
  const team = await saveTeam(desk.database, { id: null, name: 'Orders', memberIds: [deniz.id], ...by });
  await saveRule(desk.database, {
    ruleId: null,
    tags: ['*'],
    recipients: [
      { kind: 'team', id: team },
      { kind: 'representative', id: deniz.id },
    ],
    ...by,
  });
  await expect(removeRepresentative(desk.database, { id: deniz.id, ...by })).rejects.toThrow(
    'a recipient of redirection rule 1',
  );
  await expect(removeTeam(desk.database, { id: team, ...by })).rejects.toThrow('a recipient of redirection rule 1');
  expect((await findTeam(desk.database, 'orders')).members).toEqual([{ id: deniz.id, name: 'Deniz Ak' }]);
  await saveRepresentative(desk.database, {
    id: deniz.id,
    name: 'Deniz Ak',
    email: 'deniz@other.example',
    isActive: false,
    ...by,
  });
  expect((await listRepresentatives(desk.database)).find(({ id }) => id === deniz.id)).toMatchObject({
    isActive: false,
    email: 'deniz@other.example',
  });
});

test('an address of our own is nobody’s address and no recipient: mail to it would come back as a ticket', async () => {
  await aSource(desk.database, { name: 'support' });
  const ours = 'Support+x@shop.example';
  await expect(saveRepresentative(desk.database, { id: null, name: 'Loop', email: ours, ...by })).rejects.toMatchObject(
    { code: 'RECIPIENT_IS_OURS' },
  );
  const rule = { ruleId: null, tags: ['*'], ...by };
  await expect(
    saveRule(desk.database, { ...rule, recipients: [{ kind: 'address', address: ours }] }),
  ).rejects.toMatchObject({ code: 'RECIPIENT_IS_OURS' });
  await expect(
    saveRule(desk.database, { ...rule, recipients: [{ kind: 'address', address: 'a@b\r\nBcc: c@d' }] }),
  ).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(saveRule(desk.database, { ...rule, recipients: [] })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

test('a sender stays while sources need it, and its name is free when it is gone', async () => {
  const settings = { fromAddress: 'hello@out.example', host: '127.0.0.1', security: 'none' };
  const first = await saveSender(desk.database, { id: null, name: 'Out', settings, ...by });
  const second = await saveSender(desk.database, { id: null, name: 'Other', settings, ...by });
  expect((await listSenders(desk.database)).map(({ name, isDefault }) => `${name} ${isDefault}`)).toEqual([
    'Other false',
    'Out true',
  ]);
  await expect(removeSender(desk.database, { id: first, ...by })).rejects.toThrow('make another one the default first');
  const { id: sourceId } = await aSource(desk.database, { name: 'sales' });
  await desk.database('sources').where({ id: sourceId }).update({ sender_id: second });
  await expect(removeSender(desk.database, { id: second, ...by })).rejects.toThrow('Other sends for sales');
  await desk.database('sources').where({ id: sourceId }).update({ sender_id: null });
  await removeSender(desk.database, { id: second, ...by });
  await saveSender(desk.database, { id: null, name: 'Other', settings, ...by });
});

test('every change of a setting is written down with who made it', async () => {
  await savePriority(desk.database, {
    id: null,
    name: 'noted',
    color: 'red',
    actor: { kind: 'representative', id: 'x', name: 'Ada' },
    now: by.now,
  });
  const row = await desk.database('audit').orderBy('id', 'desc').first<{ action: string; actor: object }>();
  expect(row).toMatchObject({ action: 'priority.saved', actor: { name: 'Ada' } });
});
