import { ImapFlow } from 'imapflow';
import { MailStory } from '../support/mail-story.ts';
import { dovecotIsThere, startDovecot, type Dovecot } from '../support/dovecot.ts';
import { eventually, startStoryDesk, type StoryDesk } from '../support/story-desk.ts';

/** The desk on a mailbox of a real IMAP server. Skipped where nobody says that Dovecot may be used. */
const story = dovecotIsThere ? describe : describe.skip;

story('a mailbox of Dovecot', () => {
  let desk: StoryDesk;
  let people: MailStory;
  let dovecot: Dovecot;

  beforeAll(async () => {
    [desk, dovecot] = await Promise.all([startStoryDesk(), startDovecot()]);
    people = new MailStory(desk);
    await desk
      .database('sources')
      .where({ id: desk.sourceId })
      .update({
        settings: desk.database.raw('settings || ?::jsonb', [
          JSON.stringify({ port: dovecot.port, mailboxes: ['INBOX', 'Web'] }),
        ]),
      });
    await withClient((client) => client.mailboxCreate('Web'));
    await desk.startWorker();
  }, 60_000);
  afterAll(async () => {
    people.customer.close();
    await desk.close();
    await dovecot.stop();
  }, 60_000);

  async function withClient<Result>(act: (client: ImapFlow) => Promise<Result>): Promise<Result> {
    const client = new ImapFlow({
      host: '127.0.0.1',
      port: dovecot.port,
      secure: false,
      doSTARTTLS: false,
      auth: { user: 'support', pass: 'secret' },
      logger: false,
    });
    await client.connect();
    try {
      return await act(client);
    } finally {
      await client.logout();
    }
  }

  const put = (mailbox: string, ...subjects: string[]) =>
    withClient(async (client) => {
      for (const subject of subjects)
        await client.append(
          mailbox,
          `From: Ada <ada@customer.test>\r\nTo: support@sample.test\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replaceAll(' ', '-')}@customer.test>\r\n\r\nHello\r\n`,
        );
    });

  test('mail of all its folders becomes tickets, and nothing is marked as seen', async () => {
    await put('INBOX', 'To the inbox', 'Another one');
    await put('Web', 'To the folder');
    for (const subject of ['To the inbox', 'Another one', 'To the folder']) await people.ticket(subject);
    const unseen = await withClient(async (client) => {
      const status = await client.status('INBOX', { unseen: true, messages: true });
      return status && [status.unseen, status.messages];
    });
    expect(unseen).toEqual([2, 2]);
  }, 60_000);

  test('a folder deleted and made anew has a new UIDVALIDITY: what was there is not doubled, what is new comes', async () => {
    const before = await desk.database('source_cursors').where({ mailbox: 'Web' }).first('cursor');
    await withClient((client) => client.mailboxDelete('Web'));
    // Dovecot gives a UIDVALIDITY by the second.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await withClient((client) => client.mailboxCreate('Web'));
    await put('Web', 'To the folder', 'After the folder was made anew');
    await people.ticket('After the folder was made anew');
    const after = await desk.database('source_cursors').where({ mailbox: 'Web' }).first('cursor');
    expect(after.cursor.uidValidity).not.toBe(before.cursor.uidValidity);
    expect(await desk.database('tickets').where({ subject: 'To the folder' })).toHaveLength(1);
    expect(await desk.database('messages').where({ mail_message_id: '<To-the-folder@customer.test>' })).toHaveLength(1);
  }, 60_000);

  test('mail deleted by somebody else between two polls troubles nobody', async () => {
    await put('INBOX', 'Deleted at once');
    await withClient(async (client) => {
      const lock = await client.getMailboxLock('INBOX');
      await client.messageDelete({ subject: 'Another one' });
      lock.release();
    });
    await put('INBOX', 'After the deletion');
    await people.ticket('After the deletion');
    await eventually(async () => {
      const source = await desk.database('sources').where({ id: desk.sourceId }).first('last_error_code');
      expect(source.last_error_code).toBeNull();
    });
  }, 60_000);
});
