import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeliveryView, TicketDetail } from '../domain/views.ts';
import { openScreen, type OpenScreen, type OpenScreenOptions } from './testing/open-screen.ts';
import { sampleDesk, type SampleDesk } from './testing/sample-desk.ts';

let screen: OpenScreen;
const press = { enter: '\r', escape: '\u001b', tab: '\t', controlS: '\u0013', controlT: '\u0014' };

async function open(options: OpenScreenOptions = {}): Promise<OpenScreen> {
  screen = await openScreen(options);
  await screen.shows('Ayşe Yılmaz');
  await screen.shows('#1001');
  return screen;
}

afterEach(async () => {
  await screen.close();
  expect(screen.errors).toEqual([]);
});

/** A desk whose first ticket came from a chatbot and is handed over to a representative. */
function deskWithTalk(of: Partial<TicketDetail> = {}): SampleDesk {
  const desk = sampleDesk();
  const [first, second] = desk.tickets;
  const bot = { channel: 'chatbot', source: 'Mesai dışı botu', designVersion: 3 } as const;
  desk.tickets[0] = {
    ...first!,
    ...bot,
    conversation: { id: 'talk-1', phase: 'handed-over', isVisitorThere: true },
    ...of,
  };
  desk.tickets[1] = {
    ...second!,
    ...bot,
    conversation: { id: 'talk-2', phase: 'active', isVisitorThere: false },
    draftReason: 'no e-mail address: the visitor gave none',
  };
  return desk;
}

/** The visitor of the first ticket comes or goes: nothing else is written. */
function setVisitor(isVisitorThere: boolean): void {
  const [first] = screen.desk.tickets;
  screen.desk.tickets[0] = { ...first!, conversation: { ...first!.conversation!, isVisitorThere } };
}

test.each([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 30 },
  { columns: 160, rows: 40 },
])('Chatbot Requests tell bot, draft and visitor at $columns columns, also without colour', async (size) => {
  await open({ ...size, desk: deskWithTalk() });
  screen.type('2');
  await screen.shows('[2 Chatbot Requests]');
  await screen.shows(/Bot +Subject/);
  await screen.shows(/#1001.* v3 .*● (here|online)/);
  await screen.shows(/#1002.* v3 .*(DRAFT|! no e-).*○ away/);
  expect(screen.rows()).toHaveLength(size.rows);
});

test('Offline Requests tell the form and its version', async () => {
  const desk = sampleDesk();
  desk.tickets[0] = { ...desk.tickets[0]!, channel: 'web-form', source: 'İletişim', designVersion: 12 };
  await open({ desk });
  screen.type('3');
  await screen.shows(/No\. +Status +Repres.* Form +Subject/);
  await screen.shows(/#1001 .*İletiş… v12|#1001 .*İletişim v12/);
});

test('an answer to a visitor who is there goes by chat, by e-mail when he is gone, and as its writer chooses', async () => {
  await open({ desk: deskWithTalk() });
  screen.type(press.enter);
  await screen.shows('● handed over, the visitor is here (r: by chat)  Mesai dışı botu v3');
  screen.type('r');
  await screen.shows('by chat: the visitor is here  (Ctrl+T: by e-mail)');
  screen.type(press.controlT);
  await screen.shows('by e-mail, as you chose: the visitor is here');
  screen.type('merhaba');
  await screen.shows('merhaba');
  screen.type(press.controlS);
  await screen.shows('is on its way');
  expect(screen.desk.asked.at(-1)?.command).toMatchObject({ name: 'reply', by: 'mail' });
  screen.type('r');
  await screen.shows('by chat: the visitor is here');
  screen.type('buradayım');
  screen.type(press.controlS);
  await screen.until(() => screen.desk.asked.length === 2);
  expect(screen.desk.asked.at(-1)?.command).not.toHaveProperty('by');
}, 20_000);

test('a visitor who leaves while one writes is told by the composer, though nothing was written anywhere', async () => {
  const desk = deskWithTalk();
  desk.probe = () => Promise.resolve('always the same');
  await open({ desk });
  screen.type('r');
  await screen.shows('by chat: the visitor is here');
  setVisitor(false);
  await untilAway();
}, 20_000);

/** Longer than other things: whoever is there is looked for every few seconds only. */
async function untilAway(): Promise<void> {
  const end = Date.now() + 12_000;
  while (!screen.text().includes('by e-mail: the visitor is away')) {
    if (Date.now() > end) throw new Error(screen.text());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('what the visitor adds meanwhile stands above the words, and counts as seen', async () => {
  await open({ desk: deskWithTalk() });
  screen.type('r');
  await screen.shows('by chat: the visitor is here');
  screen.type('bakıyorum');
  const [first] = screen.desk.tickets;
  const added = { ...first!.messages[0]!, id: 'm2', number: 2, text: 'Orada mısınız?', reply: 'Orada mısınız?' };
  screen.desk.tickets[0] = { ...first!, messages: [...first!.messages, added], conflictNumber: 2, messageCount: 2 };
  screen.desk.arrive();
  await screen.shows('│ Orada mısınız?');
  screen.type(press.controlS);
  await screen.until(() => screen.desk.asked.length === 1);
  expect(screen.desk.asked[0]?.command).toMatchObject({ name: 'reply', seen: 2 });
});

test('who gave no e-mail address is answered in the chat, and a draft says how it is completed', async () => {
  const [contact] = sampleDesk().tickets.map((ticket) => ticket.contact);
  const draftReason = 'no e-mail address: the visitor gave none';
  await open({ desk: deskWithTalk({ contact: { ...contact!, email: null }, draftReason }) });
  screen.type(press.enter);
  await screen.shows('! DRAFT: no e-mail address: the visitor gave none  e: add e-mail or phone');
  setVisitor(false);
  screen.type('r');
  await screen.shows('by chat: the visitor is away  (no e-mail address: it waits there)');
});

test('the request stands first, the whole talk is one key away, and a line tells whether it was read', async () => {
  const [message] = sampleDesk().tickets[0]!.messages;
  const request = { ...message!, reply: 'İade istiyorum', text: 'Bot: Merhaba\nZiyaretçi: İade istiyorum\nBot: Peki' };
  const answer = { ...message!, id: 'm2', number: 2, kind: 'reply', reply: 'Tamam', text: 'Tamam' } as const;
  const delivery = { id: 'd1', kind: 'chat', state: 'sent', to: [], key: 'k', attempts: 1, isRead: false };
  const chat = { ...delivery, plannedAt: message!.at, endedAt: message!.at } as unknown as DeliveryView;
  const messages = [request, { ...answer, deliveryId: 'd1' }];
  await open({ rows: 40, desk: deskWithTalk({ messages, deliveries: [chat] }) });
  screen.type(press.enter);
  await screen.shows('2 lines of the whole talk (Q shows them)');
  await screen.shows('in the chat, not read yet');
  screen.type('Q');
  await screen.shows('Bot: Peki');
  screen.type(press.tab + press.tab);
  await screen.shows('IN THE CHAT, NOT READ YET line to the visitor');
});

test('a chatbot is seen as a tree with its versions, published, switched off and rolled back by keys', async () => {
  await open();
  screen.type(':settings chatbots\r');
  await screen.shows('mesai-disi');
  await screen.shows('v3, draft v4 (p publishes it)');
  await screen.shows('http://127.0.0.1:8080/chat/mesai-disi');
  screen.type(press.enter);
  await screen.shows('├─ say Merhaba');
  await screen.shows('   └─ outside → create-ticket');
  await screen.shows('v3  saved 20 Nov 2026 12:00 by Ayşe Yılmaz');
  screen.type(press.escape);
  await screen.hides('├─ say Merhaba');
  screen.type('p');
  await screen.shows('visitors get version 4 now');
  screen.type(' ');
  await screen.shows('OFF mesai-disi');
  screen.type('b');
  await screen.shows('Roll mesai-disi back to');
  screen.type(press.enter);
  await screen.shows('Roll mesai-disi back to version 3?');
  screen.type('y');
  await screen.until(() => screen.desk.settings.chatbots[0]?.publishedVersion === 3);
  screen.type('D');
  await screen.shows('Remove mesai-disi?');
  screen.type('y');
  await screen.shows('None yet; c adds the first.');
}, 20_000);

test('a file with a mistake is told with its line, keeps every word, and is edited again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'editor-'));
  const editor = join(folder, 'editor.sh');
  // The first time somebody writes a mistake, later it is mended.
  writeFileSync(
    editor,
    '#!/bin/sh\nif grep -q sya "$1"; then sed -i s/sya/say/ "$1"; else echo "- sya: hi" >> "$1"; fi\n',
  );
  chmodSync(editor, 0o755);
  await open({ editor });
  screen.type(':settings chatbots\r');
  await screen.shows('mesai-disi');
  screen.type('e');
  await screen.shows('chatbot mesai-disi was not saved');
  await screen.shows('line 2:1: no sya');
  await screen.shows('> [ Edit again ] <');
  screen.type(press.escape);
  await screen.shows('e goes on with it; kept in /home/desk/unsaved/file.yaml');
  expect([...screen.desk.kept.values()]).toEqual(['name: mesai-disi\n- sya: hi\n']);
  screen.type('e');
  await screen.shows('saved as draft v5');
  expect(screen.desk.files.get('chatbot/mesai-disi')).toBe('name: mesai-disi\n- say: hi\n');
  rmSync(folder, { recursive: true });
}, 20_000);

test('an editor that cannot be started, or takes the file away, is told of', async () => {
  await open({ editor: '/nowhere/editor' });
  screen.type(':settings chatbots\r');
  await screen.shows('mesai-disi');
  screen.type('e');
  await screen.shows('Nothing was changed: the editor (/nowhere/editor) ended with 127');
  await screen.close();
  await open({ editor: 'rm' });
  screen.type(':settings chatbots\r');
  await screen.shows('mesai-disi');
  screen.type('e');
  await screen.shows('REFUSED: the editor (rm) left no file behind');
});

test('help tells every key in whole words on a narrow screen too', async () => {
  await open({ columns: 80, rows: 24 });
  screen.type(':settings forms\r');
  await screen.shows('iletisim');
  screen.type('?');
  await screen.shows('Help');
  await screen.shows(/switch the source, sender,\s+chatbot or form on or off/);
});

test('forms, calendars and attributes have their rows', async () => {
  await open();
  screen.type(':settings forms\r');
  await screen.shows('iletisim');
  screen.type(':settings calendars\r');
  await screen.shows('open now  Europe/Istanbul');
  await screen.shows('Mon-Fri 09:00-18:00');
  screen.type('D');
  await screen.shows('Remove Ofis?');
  screen.type('y');
  await screen.shows('is asked by chatbot mesai-disi');
  screen.type(':settings attributes\r');
  await screen.shows('choice: gold, silver');
  screen.type('c');
  await screen.shows('New attribute');
  screen.type('Şehir');
  screen.type(press.controlS);
  await screen.shows('Attribute Şehir saved');
});

test('contacts are searched while one types, opened, and lead to their tickets', async () => {
  await open();
  screen.type('C');
  await screen.shows('Contacts  3, newest first');
  await screen.shows(/› Çağrı Öztürk +musteri1@example.com .* 5 ● proven/);
  await screen.shows(/Zeynep Şen .* 0 ○ typed/);
  screen.type('/ali');
  await screen.hides('Zeynep Şen');
  screen.type(press.enter);
  await screen.shows('› Ali Veli');
  screen.type(press.escape);
  await screen.shows('› Ali Veli');
  await screen.shows('Zeynep Şen');
  screen.type('gg');
  screen.type(press.enter);
  await screen.shows('Plan: gold');
  await screen.shows('● proven  email    musteri1@example.com');
  screen.type(`j${press.enter}`);
  await screen.shows('siparişim gelmedi');
  screen.type('q');
  await screen.shows('Plan: gold');
  screen.type('qq');
  await screen.hides('Contacts');
});

test('far down in a list of many contacts the choice stays where it is while the list is read again', async () => {
  const desk = sampleDesk();
  const [first] = desk.contacts;
  desk.contacts = Array.from({ length: 700 }, (_, index) => ({
    ...first!,
    id: `contact-${1000 + index}`,
    name: `Person ${index + 1}`,
    createdAt: new Date(Date.parse('2026-11-23T09:00:00Z') - index * 60_000).toISOString(),
  }));
  await open({ desk });
  screen.type('C');
  await screen.shows('› Person 1 ');
  for (const count of [120, 180, 240, 300, 360, 420, 480, 540, 600]) {
    screen.type('G');
    await screen.shows(`Contacts  ${count} and more`);
  }
  screen.type('G');
  await screen.shows('› Person 600 ');
  screen.type('R');
  await screen.shows('Read again');
  screen.desk.contacts[0] = { ...screen.desk.contacts[0]!, name: 'Changed' };
  screen.desk.arrive();
  await screen.until(() => !screen.rows().some((row) => row.includes('Contacts  600 and more')));
  expect(screen.rows().join('\n')).toContain('› Person 600 ');
}, 30_000);

test('from a ticket its contact is one key away, and back', async () => {
  await open();
  screen.type(press.enter);
  await screen.shows('siparişim gelmedi');
  screen.type('C');
  await screen.shows('Known by');
  screen.type(press.escape);
  await screen.shows('siparişim gelmedi');
});

test('a contact is edited, merged with another found by typing, and split again', async () => {
  await open();
  screen.type(':contacts çağrı\r');
  await screen.shows('› Çağrı Öztürk');
  screen.type('e');
  await screen.shows('Edit Çağrı Öztürk');
  screen.type('\u0015Çağrı Özkan');
  screen.type(press.controlS);
  await screen.shows('Çağrı Özkan saved');
  screen.type('m');
  await screen.shows('Who is also Çağrı Özkan?');
  screen.type('zey');
  await screen.hides('Ali Veli');
  screen.type(press.enter);
  await screen.shows('Merge Zeynep Şen into Çağrı Özkan?');
  screen.type('y');
  await screen.shows('Zeynep Şen is Çağrı Özkan from now on');
  screen.type(press.enter);
  await screen.shows('Merged in');
  screen.type('s');
  await screen.shows('Split off Çağrı Özkan');
  screen.type(press.enter);
  await screen.shows('Split Zeynep Şen off Çağrı Özkan?');
  screen.type('y');
  await screen.shows('Zeynep Şen is a contact of its own');
}, 20_000);

test('a person is erased only after the name was typed', async () => {
  await open();
  screen.type('C');
  await screen.shows('› Çağrı Öztürk');
  screen.type('jD');
  await screen.shows('Type Ali Veli to go on');
  screen.type(press.tab + press.enter);
  await screen.shows('Type Ali Veli to go on');
  screen.type('Ali Veli');
  screen.type(press.enter);
  await screen.shows('The contact is erased');
  expect(screen.desk.contacts.map(({ erasedAt }) => erasedAt !== null)).toEqual([false, true, false]);
});

test('hostile names, bots and calendars stay text', async () => {
  const hostile = '\u001b]52;c;ZXZpbA==\u0007\u202e\u001b[31mred';
  const desk = deskWithTalk({ source: hostile, draftReason: hostile });
  desk.contacts[0] = { ...desk.contacts[0]!, name: hostile, attributes: { [hostile]: hostile } };
  desk.settings.chatbots[0] = { ...desk.settings.chatbots[0]!, name: hostile, title: hostile, url: hostile };
  await open({ desk, columns: 120 });
  screen.type('2');
  await screen.shows('[2 Chatbot Requests]');
  await screen.shows('› d #1001');
  screen.type(press.enter);
  await screen.shows('! DRAFT: ␛]52;c;');
  screen.type('C');
  await screen.shows('Known by');
  screen.type(':settings chatbots\r');
  await screen.shows('on  ␛]52');
  screen.type(press.enter);
  await screen.shows('Versions');
  expect(screen.written()).not.toContain('\u001b]52');
  expect(screen.written()).not.toContain('\u001b[31m');
}, 20_000);
