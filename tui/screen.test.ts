import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tabs } from '../domain/tab.ts';
import { openScreen, type OpenScreen, type OpenScreenOptions } from './testing/open-screen.ts';
import { sampleDesk } from './testing/sample-desk.ts';

let screen: OpenScreen;

async function open(options: OpenScreenOptions = {}): Promise<OpenScreen> {
  screen = await openScreen(options);
  await screen.shows('Ayşe Yılmaz');
  await screen.until(() => chosen() !== '');
  return screen;
}

/** The number of the chosen ticket: the row with the sign. */
function chosen(): string {
  return (
    screen
      .rows()
      .map((row) => /^›.{3}(#\d+)/.exec(row)?.[1])
      .find(Boolean) ?? ''
  );
}

const press = { enter: '\r', escape: '\u001b', tab: '\t', controlS: '\u0013', controlC: '\u0003', controlO: '\u000f' };

afterEach(async () => {
  await screen.close();
  expect(screen.errors).toEqual([]);
});

test.each([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
])('shows the list with Turkish text at $columns columns', async (size) => {
  await open(size);
  await screen.shows('Kargo nerede?');
  await screen.shows('Çağrı Özt');
  await screen.shows(/New 1 · Open 2 · Pending 2/);
  expect(screen.rows()).toHaveLength(size.rows);
  expect(screen.terminal.buffer.active.type).toBe('alternate');
});

test('three j in one chunk go down three tickets', async () => {
  await open();
  screen.type('jjj');
  await screen.until(() => chosen() === '#1004');
});

test('":q" and Enter in one chunk quit', async () => {
  await open();
  screen.type(':q\r');
  await screen.ended;
  expect(screen.terminal.buffer.active.type).toBe('normal');
});

test('commands that open a window leave it open, and close their own line', async () => {
  await open();
  screen.type(':help\r');
  await screen.shows('Lists of tickets');
  screen.type(press.escape);
  await screen.hides('Lists of tickets');
  expect(screen.rows().join('\n')).not.toContain(':help');
  screen.type(':create\r');
  await screen.shows('[ Create ]');
});

test('a ticket that arrives is on the screen within a second and does not move the choice', async () => {
  await open();
  screen.type('j');
  await screen.until(() => chosen() === '#1002');
  const start = Date.now();
  const { number } = screen.desk.arrive();
  await screen.shows(`#${number}`);
  expect(Date.now() - start).toBeLessThan(1000);
  expect(chosen()).toBe('#1002');
});

test('every tab is reached by its digit, and says how it is fed while it is empty', async () => {
  screen = await openScreen({ desk: sampleDesk({ tickets: 0 }), columns: 120, rows: 40 });
  await screen.shows('Every request of every channel');
  for (const [index, tab] of tabs.entries()) {
    screen.type(String((index + 1) % 10));
    await screen.shows(`[${(index + 1) % 10} ${tab.title}]`);
    if (tab.fedBy) await screen.shows(tab.fedBy.slice(0, 40));
  }
}, 60_000);

test('a reply is written and sent by keys, and stands in the conversation', async () => {
  await open();
  screen.type(press.enter);
  await screen.shows('siparişim gelmedi');
  screen.type('r');
  await screen.shows('Reply to #1001');
  screen.type('Merhaba,');
  screen.type(press.enter);
  screen.type('bakıyoruz');
  await screen.shows('bakıyoruz');
  screen.type(press.controlS);
  await screen.shows('is on its way');
  await screen.shows('no. 2');
  expect(screen.desk.asked.at(-1)?.command).toMatchObject({ name: 'reply', seen: 1 });
});

test('what was written is kept when the composer closes, and is there again', async () => {
  await open();
  screen.type('r');
  await screen.shows('Reply to #1001');
  screen.type('yarım kal');
  screen.type(press.escape);
  await screen.shows('Draft kept on #1001');
  screen.type('r');
  await screen.shows('yarım kal');
});

test('a reply refused because the customer wrote meanwhile keeps the words and shows what is new', async () => {
  await open();
  screen.type('r');
  await screen.shows('Reply to #1001');
  screen.type('cevap');
  await screen.shows('cevap');
  const first = screen.desk.tickets[0]!;
  const newer = { ...first.messages[0]!, id: 'newer', number: 2, text: 'vazgeçtim', reply: 'vazgeçtim' };
  screen.desk.tickets[0] = { ...first, messages: [...first.messages, newer], conflictNumber: 2, messageCount: 2 };
  screen.desk.nextAnswer = {
    outcome: 'refused',
    commandId: 'x',
    version: 1,
    code: 'CONFLICT',
    message: 'since you looked there is a message of the customer (no. 2)',
  };
  screen.type(press.controlS);
  await screen.shows('CONFLICT');
  await screen.shows('vazgeçtim');
  await screen.shows('cevap');
  screen.type(press.controlS);
  await screen.shows('is on its way');
  expect(screen.desk.asked.map(({ command }) => (command.name === 'reply' ? command.seen : null))).toEqual([1, 2]);
  expect(new Set(screen.desk.asked.map(({ commandId }) => commandId)).size).toBe(2);
});

test('a command that waits for the engine says so', async () => {
  await open();
  screen.desk.nextAnswer = { outcome: 'waiting', commandId: 'x' };
  screen.type('A');
  await screen.shows('it waits');
});

test('archiving can be taken back while it is offered', async () => {
  await open();
  screen.type('A');
  await screen.shows('#1001 archived; u takes it back');
  await screen.hides(/^.{4}#1001 /m);
  screen.type('u');
  await screen.shows(/^.{4}#1001 /m);
});

test('deleting asks first, and Enter alone cancels', async () => {
  await open();
  screen.type('D');
  await screen.shows('Delete #1001?');
  screen.type(press.enter);
  await screen.hides('Delete #1001?');
  expect(screen.desk.asked).toEqual([]);
  screen.type('D');
  await screen.shows('Delete #1001?');
  screen.type(`${press.tab}${press.enter}`);
  await screen.until(() => screen.desk.asked.at(-1)?.command.name === 'delete');
});

test('the status is chosen from the desk owner’s own, naming the one that was seen', async () => {
  await open();
  screen.type('s');
  await screen.shows('Status of #1001');
  screen.type('pend\r');
  await screen.shows('status is now Pending');
  expect(screen.desk.asked.at(-1)?.command).toEqual({ name: 'status', statusId: 'status-3', from: 'status-2' });
});

test('the command line knows the same verbs', async () => {
  await open();
  screen.type(':assign ibrahim\r');
  await screen.shows('assigned to İbrahim Şahin');
  screen.type(':tag +acil -iade\r');
  await screen.until(() => screen.desk.asked.at(-1)?.command.name === 'tag');
  expect(screen.desk.asked.at(-1)?.command).toEqual({ name: 'tag', add: ['acil'], remove: ['iade'] });
  screen.type(':nonsense\r');
  await screen.shows('There is no command nonsense');
});

test('the filter is taken, told when wrong, and taken away by Esc', async () => {
  await open();
  screen.type('/nosuch:1\r');
  await screen.shows('there is no filter nosuch');
  screen.type('\u0015kargo\r');
  await screen.hides('#1002');
  await screen.shows('/kargo');
  screen.type(press.escape);
  await screen.shows('#1002');
});

test('marked tickets are acted on together', async () => {
  await open();
  screen.type('  ');
  await screen.shows('2 marked');
  screen.type(':status solved\r');
  await screen.shows('2 tickets: status is now Solved');
  expect(new Set(screen.desk.asked.map(({ ticketId }) => ticketId)).size).toBe(2);
});

test('a redirection rule is made by form: tags with where they come from, people and typed addresses, Save', async () => {
  await open({ columns: 120, rows: 40 });
  screen.type('0');
  await screen.shows('mesai dışı (typed by hand)');
  screen.type('c');
  await screen.shows('New redirection rule');
  screen.type(press.enter);
  await screen.shows('source Destek');
  screen.type('kargo');
  await screen.shows('Search: kargo');
  await screen.shows('No source, form or chatbot gives the tag "kargo"');
  screen.type(press.enter);
  await screen.hides('Search:');
  screen.type(press.tab + press.enter);
  await screen.shows('Recipients: Space');
  screen.type(' depo@ornek.test');
  await screen.shows('depo@ornek.test');
  screen.type(press.enter);
  await screen.hides('Search:');
  screen.type(press.controlS);
  await screen.shows('Redirection rule saved');
  await screen.until(() => screen.desk.settings.rules.length === 2);
  const rule = screen.desk.settings.rules.at(-1);
  expect(rule?.tags).toEqual(['kargo']);
  expect(rule?.recipients).toEqual([
    { kind: 'representative', id: 'person-1' },
    { kind: 'address', address: 'depo@ornek.test' },
  ]);
}, 30_000);

test('every list of Request Settings is reached by keys', async () => {
  await open();
  screen.type('0');
  for (const said of [
    'depo@example.com',
    'default of its',
    'İbrahim Şahin',
    'İade ekibi',
    'not polled yet',
    'How mail goes out',
  ]) {
    await screen.shows(said);
    screen.type('j');
  }
});

test('a parked request is seen with its error and taken in again', async () => {
  await open();
  screen.type('0');
  await screen.shows('Redirection rules');
  screen.type('G');
  await screen.shows('MAIL_UNREADABLE');
  screen.type(press.enter);
  screen.type('x');
  await screen.shows('The item is taken in');
});

test('who is not known is asked once, from the representatives', async () => {
  const desk = sampleDesk();
  const chosenPeople: string[] = [];
  desk.findMe = () => Promise.resolve(null);
  desk.actAs = ({ name }) => Promise.resolve(void chosenPeople.push(name));
  screen = await openScreen({ desk });
  await screen.shows('Who are you?');
  screen.type('ibr\r');
  await screen.shows('You are İbrahim Şahin');
  expect(chosenPeople).toEqual(['İbrahim Şahin']);
});

test('help lists the keys of the screen it was asked on first', async () => {
  await open();
  screen.type('?');
  await screen.shows('Lists of tickets');
  await screen.shows('Open the ticket');
});

test('pasted text is never a command, and in a field its escape sequences are seen', async () => {
  await open();
  screen.type('\u001b[200~D\ry\u001b[201~');
  screen.type('/');
  await screen.shows('Filter');
  expect(screen.desk.asked).toEqual([]);
  screen.type('\u001b[200~ka\u009b31mrgo\u001b[201~');
  await screen.shows('ka␛[31mrgo');
});

test('a long filter is taken, also when the terminal brings its first key apart from the rest', async () => {
  await open();
  screen.type('/');
  await screen.shows('Filter');
  screen.type('words that no ticket has\r');
  await screen.hides('── Filter');
  await screen.shows('words that no ticket has');
});

test('an address that was refused is mended in the same form and then taken', async () => {
  const desk = sampleDesk();
  const answers = new Map<string, Awaited<ReturnType<typeof desk.ask>>>();
  desk.ask = ({ command, commandId }) => {
    const email = command.name === 'edit' ? (command.contact?.email ?? '') : '';
    const fresh = !email.includes(' ')
      ? { outcome: 'done' as const, version: 2, commandId }
      : {
          outcome: 'refused' as const,
          version: 1,
          commandId,
          code: 'INVALID_INPUT',
          message: `${email} is no e-mail address`,
        };
    // As the desk does: the same command gets the answer it got before.
    const answer = answers.get(commandId) ?? fresh;
    answers.set(commandId, answer);
    return Promise.resolve(answer);
  };
  await open({ desk });
  screen.type('e');
  await screen.shows('Contact e-mail');
  screen.type('\t\t');
  screen.type(' at home');
  screen.type('\u0013');
  await screen.shows('is no e-mail address');
  screen.type('\u007f'.repeat(60));
  screen.type('hakan@customer.test');
  screen.type('\u0013');
  await screen.hides('Contact e-mail');
  expect([...answers.values()].map(({ outcome }) => outcome)).toEqual(['refused', 'done']);
});

test('a hostile subject stays text: no title, no clipboard, no colour comes from it', async () => {
  const desk = sampleDesk();
  desk.tickets[0] = { ...desk.tickets[0]!, subject: '\u001b]52;c;ZXZpbA==\u0007\u001b]0;owned\u0007\u001b[31mred' };
  await open({ desk, columns: 160 });
  await screen.shows('␛]52;c;');
  expect(screen.written()).not.toContain('\u001b]52');
  expect(screen.written()).not.toContain('\u001b]0;');
  expect(screen.written()).not.toContain('\u001b[31m');
});

test('without colour no colour is sent', async () => {
  await open();
  // oxlint-disable-next-line no-control-regex
  expect(screen.written()).not.toMatch(/\u001b\[[0-9;]*(3[0-7]|9[0-7])m/);
});

test('a database that goes away is told on the status line, and that it works again', async () => {
  await open();
  screen.desk.failure = new Error('connect ECONNREFUSED');
  await screen.shows('PostgreSQL does not work');
  expect(chosen()).toBe('#1001');
  screen.desk.failure = null;
  await screen.shows('PostgreSQL works again');
});

test('the editor of the environment writes the words', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'editor-'));
  const editor = join(folder, 'editor.sh');
  writeFileSync(editor, '#!/bin/sh\nprintf "şöyle yazdım" > "$1"\n');
  chmodSync(editor, 0o755);
  await open({ editor });
  screen.type('n');
  await screen.shows('Internal note on #1001');
  screen.type(press.controlO);
  await screen.shows('şöyle yazdım');
  rmSync(folder, { recursive: true });
});

test('Ctrl+C while writing quits and keeps the words', async () => {
  await open();
  screen.type('n');
  await screen.shows('Internal note on #1001');
  screen.type('unutma');
  await screen.shows('unutma');
  screen.type(press.controlC);
  await screen.ended;
  expect([...screen.desk.drafts.values()].map(({ text }) => text)).toEqual(['unutma']);
});

test('a terminal that changes its size gets a picture of that size', async () => {
  await open();
  screen.resize({ columns: 120, rows: 30 });
  await screen.shows('Representa');
  await screen.until(() => (screen.rows().at(-1) ?? '').includes('q quit'));
});
