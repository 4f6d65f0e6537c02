import type { AuditAccess } from '../client/audit-source.ts';
import { lookAt } from './look-at.ts';
import { mailHoldings } from './mail-holdings.ts';
import type { Tools } from './tools.ts';

/** Gap audits of platforms and mailboxes, from wherever all tools are at hand. */
export function auditAccess(tools: Tools): AuditAccess {
  return {
    ...tools.platforms,
    mailHoldings: (source) => mailHoldings(tools, source),
    lookAt: (ticketId) => void lookAt(tools, ticketId),
  };
}
