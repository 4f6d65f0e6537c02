import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitNews } from '../database/platform/commit-news.ts';
import { noteFault } from '../database/platform/pause-source.ts';
import { findSource, switchSource } from '../database/sources.ts';
import { theDesk } from '../domain/actor.ts';
import { PlatformFault } from '../domain/platform/platform-fault.ts';
import type { PlatformItem, PlatformNews } from '../domain/platform/platform-item.ts';
import { aSource } from '../test/support/builders.ts';
import { deskhandOf, type Ran } from '../test/support/deskhand.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';

/** Renames the window, clears the screen, turns the direction of the line, and rings. */
const evil = '\u001b]0;mine\u0007\u001b[2J\u009b31m\u202eevil\r\n\u0007';
const obeyed = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
const now = new Date().toISOString();

let desk: TestDatabase;
let home: string;
let deskhand: (words: string[]) => Promise<Ran>;

beforeAll(async () => {
  desk = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'hostile-words-'));
  deskhand = deskhandOf(desk, home);
  const item: PlatformItem = {
    id: '1',
    parentId: null,
    place: { id: `post${evil}`, title: evil, url: `javascript:${evil}` },
    author: { id: '5', handle: evil, name: evil },
    isOwn: false,
    text: evil,
    writtenAt: now,
    editedAt: null,
    isHidden: false,
    canReplyPrivately: null,
    status: null,
    answer: null,
    raw: '{}',
  };
  await told('trendyol', [
    { kind: 'item', item: { ...item, status: evil } },
    { kind: 'item', item: { ...item, status: `NEW ${evil}`, text: `changed ${evil}` } },
    { kind: 'unreadable', externalId: `unreadable:${evil}`, raw: evil, problem: evil },
  ]);
  const answers = [{ key: evil, label: evil, type: 'long_text', value: evil }];
  const form = { formId: evil, formName: evil, submissionId: evil, submittedAt: now, answers, raw: '{}' };
  await told('supsis-form', [
    { kind: 'response', response: { ...form, told: { name: evil, phone: evil, subject: evil, tags: [evil] } } },
  ]);
});
afterAll(async () => {
  rmSync(home, { recursive: true, force: true });
  await desk.drop();
});

async function told(channel: 'trendyol' | 'supsis-form', news: PlatformNews[]): Promise<void> {
  const { database } = desk;
  const { id } = await aSource(database, { channel, name: `${channel} ${evil}` });
  await switchSource(database, { sourceId: id, isOn: true, actor: theDesk, now });
  await database('sources').where({ id }).update({ account_id: evil, account_name: evil });
  const source = await findSource(database, id);
  const access = { database, log: { error: () => {} }, lookAt: () => {} };
  for (const each of news) await commitNews(access, { source, news: [each], now, readAt: now });
  await noteFault(database, { sourceId: id, fault: new PlatformFault('TRANSIENT', evil, { effect: 'stop' }), now });
}

test('whatever platforms and customers say, no typed command has the terminal obey it', async () => {
  const { database } = desk;
  const each = async (table: string, words: string[], column = 'id') =>
    (await database(table).pluck<string[]>(column)).map((id) => [...words, String(id)]);
  const commands = [
    ...['source', 'ticket', 'contact', 'supsis-form', 'inbound', 'tag'].map((noun) => [noun, 'list']),
    ...(await each('sources', ['source', 'show'])),
    ...(await each('sources', ['source', 'gaps'])),
    ...(await each('tickets', ['ticket', 'show'], 'number')),
    ...(await each('contacts', ['contact', 'show'])),
    ...(await each('pushed_forms', ['supsis-form', 'show'])),
    ...(await each('pushed_forms', ['supsis-form', 'responses'])),
    ...(await each('inbound_items', ['inbound', 'show'])),
    ['doctor'],
  ];
  for (const words of commands)
    for (const flags of [[], ['--json']]) {
      const { out, errors } = await deskhand([...words, ...flags]);
      expect([words, obeyed.exec(out + errors)?.[0]]).toEqual([words, undefined]);
      expect(out + errors).not.toBe('');
    }
});
