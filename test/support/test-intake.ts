import type { FastifyInstance } from 'fastify';
import { saveFormText } from '../../client/save-design.ts';
import type { Database } from '../../database/connect.ts';
import { theDesk } from '../../domain/actor.ts';
import { createIntake, type IntakeOptions } from '../../intake/create-intake.ts';
import { FormShelf } from '../../intake/forms/find-form.ts';
import { formSecret, makePageKey } from '../../intake/forms/page-key.ts';
import type { IntakeDesk } from '../../intake/intake-desk.ts';
import { createLog } from '../../worker/log.ts';

export interface TestIntake {
  url: string;
  desk: IntakeDesk;
  server: FastifyInstance;
  /** A key as a page has that was opened some seconds ago. */
  pageKey(form: string, secondsAgo?: number): Promise<string>;
  close(): Promise<void>;
}

/** An intake that listens, on a database of a test; nobody is told of what arrives. */
export async function startTestIntake(
  database: Database,
  { options, ...desk }: Partial<IntakeDesk> & { options?: IntakeOptions } = {},
): Promise<TestIntake> {
  const made: IntakeDesk = {
    database,
    client: null,
    lingerSeconds: 1,
    continueAfterEvents: 1000,
    secretKey: Buffer.alloc(32, 7),
    publicUrl: '',
    requestSeconds: 60,
    log: createLog('intake', 'error'),
    ...desk,
  };
  const server = createIntake(made, options);
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  made.publicUrl ||= url;
  return {
    url,
    desk: made,
    server,
    async pageKey(form, secondsAgo = 10) {
      const open = await new FormShelf().find(database, form);
      if (!open) throw new Error(`there is no form ${form}`);
      return makePageKey(formSecret(made, open), open, Date.now() - secondsAgo * 1000);
    },
    close: () => server.close(),
  };
}

/** A published form, as `form apply` makes it. */
export async function aForm(database: Database, text: string): Promise<{ designId: string; version: number }> {
  return saveFormText(database, { text, isPublished: true, actor: theDesk, now: new Date().toISOString() });
}
