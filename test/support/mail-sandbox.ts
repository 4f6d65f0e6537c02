import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { runMailSandbox, type MailSandbox } from '../../sandbox/mail/main.ts';

export interface MailSandboxInTest extends MailSandbox {
  directory: string;
  /** Asks the admin API; the answer read as JSON. A body that is no text is sent as JSON. */
  admin<Answer = unknown>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: string | object): Promise<Answer>;
  /** What lies in a user's INBOX, read without logging in. */
  mails(user: string): Promise<{ uid: number; subject: string; messageId: string; raw: string }[]>;
}

/** A mail sandbox in a folder of its own, which goes when it stops. */
export async function openMailSandbox(): Promise<MailSandboxInTest> {
  const directory = mkdtempSync(join(tmpdir(), 'mail-sandbox-'));
  const running = await runMailSandbox({ directory });
  const origin = `http://127.0.0.1:${running.httpPort}`;
  return {
    ...running,
    directory,
    async admin<Answer>(method: string, path: string, body?: string | object) {
      const response = await fetch(origin + path, {
        method,
        body: typeof body === 'object' ? JSON.stringify(body) : body,
      });
      return (await response.json()) as Answer;
    },
    async mails(user) {
      const path = `${origin}/mailboxes/${encodeURIComponent(user)}`;
      const response = await fetch(path);
      if (response.status === 404) return [];
      const { messages } = (await response.json()) as {
        messages: { uid: number; subject: string; messageId: string }[];
      };
      return Promise.all(
        messages.map(async (mail) => ({ ...mail, raw: await (await fetch(`${path}/messages/${mail.uid}`)).text() })),
      );
    },
    async stop() {
      await running.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** An imapflow client as the desk would make one, not yet connected. */
export function imapClient(
  port: number,
  auth: { user: string; pass?: string; accessToken?: string; loginMethod?: string },
): ImapFlow {
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, doSTARTTLS: false, auth, logger: false });
  // Without a listener an error would end the process.
  client.on('error', () => {});
  return client;
}

/** Waits until the condition gives something other than null, undefined or false; fails after ten seconds. */
export async function eventually<Value>(condition: () => Value | Promise<Value>): Promise<NonNullable<Value>> {
  const end = Date.now() + 10_000;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error('it did not happen within ten seconds');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
