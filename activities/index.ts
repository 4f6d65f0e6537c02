import { assignRepresentative } from '../database/life/assign-representative.ts';
import { planRedirections } from '../database/life/plan-redirections.ts';
import { takeUp } from '../database/life/take-up.ts';
import type { StepInput } from '../domain/life/work.ts';
import { archiveClosedRuns } from './archive-closed-runs.ts';
import { deliver } from './deliver.ts';
import { lookAtWaiting } from './look-at-waiting.ts';
import { matchSchedules } from './match-schedules.ts';
import { pollSource } from './poll-source.ts';
import { sendTestMails } from './send-test-mails.ts';
import { takeStep } from './take-step.ts';
import { takeTurn } from './take-turn.ts';
import { auditSource, sourcesToAudit, tendAccounts } from './tend-sources.ts';
import type { Tools } from './tools.ts';

export type Activities = ReturnType<typeof createActivities>;

/** Everything workflows may have done, with its tools in hand. */
export function createActivities(tools: Tools) {
  const { database } = tools;
  return {
    takeUp: (input: StepInput) =>
      takeStep(tools, input, { name: 'takeUp', run: (beforeCommit) => takeUp(database, { ...input, beforeCommit }) }),
    assignRepresentative: (input: StepInput & { inputId: string }) =>
      takeStep(tools, input, {
        name: 'assignRepresentative',
        run: (beforeCommit) => assignRepresentative(database, { ...input, beforeCommit }),
      }),
    planRedirections: (input: StepInput & { inputId: string }) =>
      takeStep(tools, input, {
        name: 'planRedirections',
        run: (beforeCommit) => planRedirections(database, { ...input, beforeCommit }),
      }),
    takeTurn: (input: { conversationId: string; now: string }) => takeTurn(tools, input),
    deliver: (input: { deliveryId: string }) => deliver(tools, input),
    pollSource: (input: { sourceId: string }) => pollSource(tools, input),
    sendTestMails: (input: { ruleId: string; testId: string }) => sendTestMails(tools, input),
    lookAtWaiting: () => lookAtWaiting(tools),
    matchSchedules: () => matchSchedules(tools),
    tendAccounts: () => tendAccounts(tools),
    sourcesToAudit: () => sourcesToAudit(tools),
    auditSource: (input: { sourceId: string }) => auditSource(tools, input),
    archiveClosedRuns: () => archiveClosedRuns(tools),
  };
}
