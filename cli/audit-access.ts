import { mailHoldings } from '../activities/mail-holdings.ts';
import { closeMailThreads } from '../channels/email/parse-mail-safely.ts';
import type { AuditAccess } from '../client/audit-source.ts';
import { look } from '../client/look.ts';
import type { DeskContext } from './context.ts';
import { platformAccess } from './platform-access.ts';
import { toolsHere } from './tools-here.ts';

/** Audits sources from here; the engine is told of what was taken in before the program ends. */
export async function withAuditAccess<Result>(
  context: DeskContext,
  work: (access: AuditAccess) => Promise<Result>,
): Promise<Result> {
  const { client, lingerSeconds, continueAfterEvents } = await context.desk();
  const tools = client && (await toolsHere(context, client));
  const looks: Promise<unknown>[] = [];
  try {
    return await work({
      ...(await platformAccess(context)),
      mailHoldings: tools && ((source) => mailHoldings(tools, source)),
      lookAt(ticketId) {
        if (client) looks.push(look(client, { ticketId, lingerSeconds, continueAfterEvents }).catch(() => {}));
      },
    });
  } finally {
    await Promise.all([...looks, closeMailThreads(), tools?.transport.close({ force: true })]);
  }
}
