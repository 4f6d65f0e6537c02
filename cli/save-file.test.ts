import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listAttachments } from '../database/attachments.ts';
import { keepFile } from '../database/files.ts';
import { newId } from '../database/new-id.ts';
import { aTicket } from '../test/support/builders.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { saveFile } from './save-file.ts';

let desk: TestDatabase;
let folder: string;
beforeAll(async () => {
  desk = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), 'files-'));
});
afterAll(async () => {
  await desk.drop();
  rmSync(folder, { recursive: true, force: true });
});

test("a customer's file is saved byte for byte, for its owner alone, and never over another one", async () => {
  const { id } = await aTicket(desk.database);
  // Three chunks, the last not full.
  const content = Buffer.alloc(600_000, 'deskhand ');
  const sha256 = await keepFile(desk.database, content);
  const message = await desk.database('messages').where({ ticket_id: id }).first('id');
  await desk.database('attachments').insert({
    id: newId(),
    message_id: message.id,
    position: 0,
    name: 'fatura.pdf',
    content_type: 'application/pdf',
    size: content.length,
    sha256,
  });
  const [file] = await listAttachments(desk.database, id);
  const first = await saveFile(desk.database, file!, folder);
  const second = await saveFile(desk.database, file!, folder);
  expect([first, second]).toEqual([join(folder, 'fatura.pdf'), join(folder, 'fatura (1).pdf')]);
  expect(readFileSync(first).equals(content)).toBe(true);
  expect(statSync(first).mode & 0o777).toBe(0o600);
});
