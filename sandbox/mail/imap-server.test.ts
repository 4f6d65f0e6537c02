import { dovecotIsThere, startDovecot } from '../../test/support/dovecot.ts';
import { eventually, imapClient, openMailSandbox } from '../../test/support/mail-sandbox.ts';
import { RawImap } from '../../test/support/raw-imap.ts';

interface Server {
  port: number;
  stop(): Promise<void>;
}

const openSandbox = async (): Promise<Server> => {
  const { imapPort, stop } = await openMailSandbox();
  return { port: imapPort, stop };
};
const servers: [name: string, open: () => Promise<Server>][] = [['the sandbox', openSandbox]];
if (dovecotIsThere) servers.push(['Dovecot', startDovecot]);

/** The same client script on both: where the sandbox differs from Dovecot, a test here fails. */
describe.each(servers)('an IMAP client of %s', (_name, open) => {
  let server: Server;
  let users = 0;

  beforeAll(async () => {
    server = await open();
  });
  afterAll(() => server.stop());

  const mailNumber = (number: number): string =>
    `From: "A B" <a${number}@x.test>\r\nTo: Team: b@x.test, C <c@x.test>;\r\nSubject: Mail ${number}\r\nMessage-ID: <m${number}@x.test>\r\n\r\nLine one\r\nLine two\r\n`;

  const append = (client: RawImap, raw: string, options = ''): Promise<string> =>
    client.ask(`APPEND INBOX ${options}{${raw.length}+}\r\n${raw}`);

  const logIn = async (user: string): Promise<RawImap> => {
    const client = await RawImap.open(server.port);
    await client.ask(`LOGIN ${user} secret`);
    return client;
  };

  /** Logged in as somebody new with three mails, INBOX selected. */
  const withThreeMails = async (): Promise<{ client: RawImap; user: string }> => {
    const user = `user${(users += 1)}`;
    const client = await logIn(user);
    for (const number of [1, 2, 3]) await append(client, mailNumber(number), '"02-Feb-2026 10:11:12 +0000" ');
    await client.ask('SELECT INBOX');
    return { client, user };
  };

  it('is refused with AUTHENTICATIONFAILED when the password is wrong (RFC 5530)', async () => {
    const client = imapClient(server.port, { user: 'support', pass: 'wrong' });
    await expect(client.connect()).rejects.toMatchObject({
      authenticationFailed: true,
      serverResponseCode: 'AUTHENTICATIONFAILED',
    });
  });

  it('is told BAD for a command out of its state or unknown, and the connection goes on (RFC 3501, 3 and 7.1.3)', async () => {
    const client = await RawImap.open(server.port);
    expect(await client.ask('SELECT INBOX')).toMatch(/^T BAD/);
    await client.ask('LOGIN state secret');
    expect(await client.ask('FETCH 1 FLAGS')).toMatch(/^T BAD No mailbox selected/);
    expect(await client.ask('FROBNICATE')).toMatch(/^T BAD/);
    expect(await client.ask('LIST "" (((')).toMatch(/^T BAD/);
    expect(await client.ask('SELECT nothere')).toMatch(/^T NO/);
    expect(await client.ask('NOOP')).toMatch(/^T OK/);
    client.close();
  });

  it('gets flags, date, size, envelope with groups and structure of a mail (7.4.2)', async () => {
    const { client } = await withThreeMails();
    const answer = await client.ask('FETCH 2 (UID INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)');
    expect(answer).toContain(`UID 2 INTERNALDATE "02-Feb-2026 10:11:12 +0000" RFC822.SIZE ${mailNumber(2).length}`);
    const from = '(("A B" NIL "a2" "x.test"))';
    expect(answer).toContain(
      `(NIL "Mail 2" ${from} ${from} ${from} ((NIL NIL "Team" NIL)(NIL NIL "b" "x.test")("C" NIL "c" "x.test")(NIL NIL NIL NIL)) NIL NIL NIL "<m2@x.test>")`,
    );
    expect(answer.toLowerCase()).toContain(
      'bodystructure ("text" "plain" ("charset" "us-ascii") nil nil "7bit" 20 2 nil nil nil nil)',
    );
    client.close();
  });

  it('gets parts, fields and ranges of a mail without marking it read; BODY[] marks it (6.4.5)', async () => {
    const { client } = await withThreeMails();
    expect(await client.ask('UID FETCH 1 BODY.PEEK[HEADER.FIELDS (SUBJECT)]')).toContain(
      '{19}\r\nSubject: Mail 1\r\n\r\n)',
    );
    expect(await client.ask('UID FETCH 1 BODY.PEEK[TEXT]')).toContain('BODY[TEXT] {20}\r\nLine one\r\nLine two\r\n)');
    expect(await client.ask('UID FETCH 1 BODY.PEEK[1]')).toContain('BODY[1] {20}');
    expect(await client.ask('UID FETCH 1 BODY.PEEK[]<6.5>')).toContain('BODY[]<6> {5}\r\n"A B")');
    expect(await client.ask('UID FETCH 1 BODY.PEEK[]<5000.10>')).toContain('BODY[]<5000> {0}\r\n)');
    expect(await client.ask('UID FETCH 1 FLAGS')).not.toContain('\\Seen');
    expect(await client.ask('UID FETCH 1 BODY[]')).toMatch(/FLAGS \([^)]*\\Seen/);
    expect(await client.ask('SEARCH UNSEEN')).toContain('* SEARCH 2 3');
    client.close();
  });

  it('always gets the last mail for n:*, even when n is beyond it (RFC 3501, 9; imapflow users must drop it)', async () => {
    const { client } = await withThreeMails();
    expect(await client.ask('UID FETCH 100:* (UID)')).toContain('* 3 FETCH (UID 3)');
    expect(await client.ask('UID SEARCH UID 100:*')).toContain('* SEARCH 3\r\n');
    expect(await client.ask('UID FETCH 77 FLAGS')).toMatch(/^T OK/);
    expect(await client.ask('FETCH 77 FLAGS')).toMatch(/^T BAD/);
    client.close();
  });

  it('finds mails by date, field, text, flag and their combinations (6.4.4)', async () => {
    const { client } = await withThreeMails();
    const found: Record<string, string> = {
      ALL: ' 1 2 3',
      'SINCE 2-Feb-2026 BEFORE 3-Feb-2026': ' 1 2 3',
      'SINCE 3-Feb-2026': '',
      'HEADER Message-ID <m2@x.test>': ' 2',
      'HEADER Bcc ""': '',
      'OR SUBJECT "Mail 1" SUBJECT "Mail 3"': ' 1 3',
      'NOT 1:2': ' 3',
      'UID 2,3 UNSEEN': ' 2 3',
      'CHARSET UTF-8 TEXT "line TWO"': ' 1 2 3',
    };
    for (const [criteria, uids] of Object.entries(found))
      expect(await client.ask(`UID SEARCH ${criteria}`)).toContain(`* SEARCH${uids}\r\n`);
    expect(await client.ask('UID SEARCH CHARSET X-NONE ALL')).toContain('NO [BADCHARSET');
    expect(await client.ask('UID SEARCH NONSENSE')).toMatch(/^T BAD/);
    client.close();
  });

  it('keeps keywords, and expunges only what is marked deleted and named (RFC 4315, 2.1)', async () => {
    const { client } = await withThreeMails();
    expect(await client.ask('UID STORE 1 +FLAGS ($Imported)')).toContain('$Imported');
    expect(await client.ask('UID SEARCH KEYWORD $Imported')).toContain('* SEARCH 1\r\n');
    expect(await client.ask('UID STORE 1:2 +FLAGS.SILENT (\\Deleted)')).toMatch(/^T OK/);
    expect(await client.ask('UID EXPUNGE 2:3')).toContain('* 2 EXPUNGE');
    expect(await client.ask('UID SEARCH ALL')).toContain('* SEARCH 1 3\r\n');
    client.close();
  });

  it('copies and moves with the new uids told (RFC 4315, 3; RFC 6851)', async () => {
    const { client } = await withThreeMails();
    await client.ask('CREATE Archive');
    expect(await client.ask('CREATE Archive')).toContain('NO [ALREADYEXISTS]');
    expect(await client.ask('UID COPY 1 Archive')).toMatch(/OK \[COPYUID \d+ 1 1\]/);
    expect(await client.ask('UID MOVE 3 Archive')).toMatch(/COPYUID \d+ 3 2\].*\r\n\* 3 EXPUNGE/);
    expect(await client.ask('UID COPY 1 Nowhere')).toContain('NO [TRYCREATE]');
    expect(await client.ask('STATUS Archive (MESSAGES UIDNEXT)')).toContain('(MESSAGES 2 UIDNEXT 3)');
    client.close();
  });

  it("hears of another client's mails, flags and expunges while it idles (RFC 2177)", async () => {
    const { client, user } = await withThreeMails();
    const other = await logIn(user);
    await other.ask('SELECT INBOX');
    client.write('i IDLE\r\n');
    await client.until(/^\+ .*\r\n/m);
    await append(other, mailNumber(4));
    await client.until(/^\* 4 EXISTS\r\n/m);
    await other.ask('UID STORE 1 +FLAGS (\\Flagged)');
    await client.until(/^\* 1 FETCH \(.*\\Flagged.*\r\n/m);
    await other.ask('UID STORE 2 +FLAGS (\\Deleted)');
    await other.ask('EXPUNGE');
    await client.until(/^\* 2 EXPUNGE\r\n/m);
    client.write('DONE\r\n');
    await client.until(/^i OK.*\r\n/m);
    client.close();
    other.close();
  });

  it('keeps its sequence numbers through FETCH when another client expunges, and hears of it with NOOP (7.4.1)', async () => {
    const { client, user } = await withThreeMails();
    const other = await logIn(user);
    await other.ask('SELECT INBOX');
    await other.ask('UID STORE 1 +FLAGS.SILENT (\\Deleted)');
    await other.ask('EXPUNGE');
    expect(await client.ask('FETCH 3 (UID)')).toContain('* 3 FETCH (UID 3)');
    expect(await client.ask('NOOP')).toContain('* 1 EXPUNGE');
    expect(await client.ask('FETCH 2 (UID)')).toContain('* 2 FETCH (UID 3)');
    client.close();
    other.close();
  });

  it('may look without touching: EXAMINE keeps mails unread (6.3.2)', async () => {
    const { client } = await withThreeMails();
    expect(await client.ask('EXAMINE INBOX')).toContain('OK [READ-ONLY]');
    expect(await client.ask('UID FETCH 1 BODY[TEXT]')).toContain('Line one');
    expect(await client.ask('SEARCH UNSEEN')).toContain('* SEARCH 1 2 3');
    client.close();
  });

  it('sends literals that wait for the go-ahead and those that do not (4.3; RFC 7888)', async () => {
    const client = await logIn(`user${(users += 1)}`);
    client.write('w APPEND INBOX (\\Seen) {6}\r\n');
    await client.until(/^\+ .*\r\n/m);
    client.write('A: b\r\n\r\n');
    await client.until(/^w OK \[APPENDUID \d+ 1\].*\r\n/m);
    expect(await client.ask('SELECT {5+}\r\ninbox')).toContain('* 1 EXISTS');
    client.close();
  });

  it('names mailboxes in its own language (5.1.3)', async () => {
    const client = imapClient(server.port, { user: `user${(users += 1)}`, pass: 'secret' });
    await client.connect();
    await client.mailboxCreate('Arşiv & İade');
    expect((await client.list()).map((each) => each.path).sort()).toEqual(['Arşiv & İade', 'INBOX']);
    await client.mailboxOpen('Arşiv & İade');
    await client.logout();
  });

  it('sees the mailbox, new arrivals and a changed UIDVALIDITY through imapflow', async () => {
    const user = `user${(users += 1)}`;
    const writer = await logIn(user);
    const client = imapClient(server.port, { user, pass: 'secret' });
    await client.connect();
    await client.mailboxOpen('INBOX');
    const arrived = new Promise<number>((resolve) =>
      client.on('exists', ({ count }: { count: number }) => resolve(count)),
    );
    const idle = client.idle();
    await append(writer, mailNumber(1));
    expect(await arrived).toBe(1);
    const [mail] = await client.fetchAll(
      '1:*',
      { uid: true, envelope: true, source: true, flags: true },
      { uid: true },
    );
    await idle;
    expect(mail).toMatchObject({ uid: 1, envelope: { subject: 'Mail 1', messageId: '<m1@x.test>' } });
    expect(mail?.source?.toString()).toBe(mailNumber(1));
    await client.mailboxCreate('Shop');
    const before = (await client.mailboxOpen('Shop')).uidValidity;
    await client.mailboxClose();
    await client.mailboxDelete('Shop');
    // Dovecot gives UIDVALIDITY by the second.
    const after = await eventually(async () => {
      await client.mailboxCreate('Shop');
      const { uidValidity } = await client.mailboxOpen('Shop');
      await client.mailboxClose();
      if (uidValidity !== before) return uidValidity;
      await client.mailboxDelete('Shop');
      return null;
    });
    expect(after).not.toBe(before);
    expect((await client.list()).map((each) => each.path).sort()).toEqual(['INBOX', 'Shop']);
    await client.logout();
    writer.close();
  });
});
