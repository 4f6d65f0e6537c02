import nodemailer from 'nodemailer';
import { ask, type Answer } from '../../client/ask.ts';
import { exportLife } from '../../client/export-life.ts';
import { continuedRun, fetchRuns } from '../../client/fetch-runs.ts';
import { saveDraft } from '../../database/drafts.ts';
import { newId } from '../../database/new-id.ts';
import { saveRule } from '../../database/redirection-rules.ts';
import { theDesk } from '../../domain/actor.ts';
import type { Command, ReplyWay } from '../../domain/command.ts';
import type { LifeFile, LifeRun } from '../../domain/life-file.ts';
import { eventually, type StoryDesk } from '../support/story-desk.ts';

export interface StoryTicket {
  id: string;
  number: number;
  subject: string;
  version: number;
  category: string;
  status_id: string;
  conflict_number: number;
}

export interface CustomerMail {
  from?: string;
  subject: string;
  text?: string;
  inReplyTo?: string;
  messageId?: string;
}

/** Says in a line what people do at a desk, and waits until the desk has done its part. */
export class StoryTeller {
  readonly desk: StoryDesk;

  constructor(desk: StoryDesk) {
    this.desk = desk;
  }

  async redirectEverythingTo(...addresses: string[]): Promise<string> {
    const recipients = addresses.map((address) => ({ kind: 'address' as const, address }));
    return saveRule(this.desk.database, { ruleId: null, tags: ['*'], recipients, actor: theDesk, now: new Date().toISOString() });
  }

  /** A customer writes. @returns the ticket it is in once the desk has done everything about it */
  async customerWrites(mail: CustomerMail): Promise<StoryTicket> {
    const ticketId = await this.customerArrives(mail);
    await this.untilNothingWaits(ticketId);
    return this.ticket(ticketId);
  }

  /** A customer writes. @returns the id of the ticket, as soon as it is there */
  async customerArrives(mail: CustomerMail): Promise<string> {
    const before = await this.messageCount();
    const customer = nodemailer.createTransport({ host: '127.0.0.1', port: this.desk.mail.smtpPort, secure: false, ignoreTLS: true });
    await customer.sendMail({ from: 'customer@musteri.test', to: 'support@sample.test', text: 'Where is my order?', references: mail.inReplyTo, ...mail });
    await eventually(async () => {
      if ((await this.messageCount()) <= before) throw new Error('the mail has not arrived');
    });
    const { ticket_id: ticketId } = (await this.desk.database('messages').orderBy('at', 'desc').first<{ ticket_id: string }>('ticket_id'))!;
    return ticketId;
  }

  /** A command that cannot be taken up now: it stands on the ticket. */
  async operatorAsksInVain(ticketId: string, command: Command): Promise<void> {
    const answer = await ask(this.desk.desk, { ticketId, command, actor: theDesk, patienceMilliseconds: 1 });
    if (answer.outcome !== 'waiting') throw new Error(`${command.name}: ${JSON.stringify(answer)}`);
  }

  async operatorAsks(ticketId: string, command: Command): Promise<Answer> {
    const actor = { kind: 'representative', id: newId(), name: 'Operator' } as const;
    const answer = await ask(this.desk.desk, { ticketId, command, actor, patienceMilliseconds: 15_000 });
    if (answer.outcome !== 'done') throw new Error(`${command.name}: ${JSON.stringify(answer)}`);
    return answer;
  }

  async operatorReplies(ticketId: string, options: { statusId?: string; by?: ReplyWay } = {}): Promise<void> {
    const draftId = await this.draft(ticketId, 'reply');
    await this.operatorAsks(ticketId, { name: 'reply', draftId, seen: (await this.ticket(ticketId)).conflict_number, ...options });
  }

  async operatorNotes(ticketId: string): Promise<void> {
    await this.operatorAsks(ticketId, { name: 'note', draftId: await this.draft(ticketId, 'note') });
  }

  async setStatus(ticketId: string, name: string): Promise<void> {
    const { status_id: from } = await this.ticket(ticketId);
    await this.operatorAsks(ticketId, { name: 'status', statusId: await this.statusId(name), from });
  }

  async statusId(name: string): Promise<string> {
    return (await this.desk.database('statuses').where({ name }).first<{ id: string }>('id'))!.id;
  }

  async ticket(ticketId: string): Promise<StoryTicket> {
    return (await this.desk.database('tickets').where({ id: ticketId }).first<StoryTicket>('*'))!;
  }

  async untilNothingWaits(ticketId: string): Promise<void> {
    await eventually(async () => {
      const waiting = await this.desk.database('inputs').where({ ticket_id: ticketId, state: 'waiting' }).pluck('id');
      const open = await this.desk.database('deliveries').where({ ticket_id: ticketId }).whereIn('state', ['planned', 'sending']).pluck('id');
      if (waiting.length + open.length > 0) throw new Error('something waits');
    });
  }

  async untilEvent(ticketId: string, type: string, withinMilliseconds = 20_000): Promise<void> {
    await eventually(async () => {
      if (!(await this.desk.database('events').where({ ticket_id: ticketId, type }).first('number'))) throw new Error(`no ${type} yet`);
    }, withinMilliseconds);
  }

  /** Waits until the engine has heard of a failed activity of the ticket. */
  async untilActivityFailed(ticketId: string): Promise<void> {
    await eventually(async () => {
      const { events } = await this.desk.client.workflow.getHandle(`ticket/${ticketId}`).fetchHistory();
      if (!events?.some((event) => event.activityTaskFailedEventAttributes)) throw new Error('nothing has failed yet');
    });
  }

  /** Waits until the workflow has completed: nothing is near any more. */
  async untilAsleep(ticketId: string): Promise<void> {
    await eventually(async () => {
      const { status } = await this.desk.client.workflow.getHandle(`ticket/${ticketId}`).describe();
      if (status.name !== 'COMPLETED') throw new Error(`the workflow is ${status.name}`);
    });
  }

  async lifeOf(ticketId: string): Promise<LifeFile> {
    return exportLife({ database: this.desk.database, client: this.desk.client }, (await this.ticket(ticketId)).number);
  }

  /** A life of a talk: its runs once the last has completed. What it made of tickets is told by their lives. */
  async lifeOfTalk(conversationId: string): Promise<LifeFile> {
    const { client } = this.desk;
    const workflowId = `conversation/${conversationId}`;
    await eventually(async () => {
      const { status } = await client.workflow.getHandle(workflowId).describe();
      if (status.name !== 'COMPLETED') throw new Error(`the workflow is ${status.name}`);
    });
    const runs = (await fetchRuns(client, workflowId, [])).sort((a, b) => a.startedAt.localeCompare(b.startedAt));
    return { format: 1, ticket: null, exportedAt: new Date().toISOString(), runs, lostRuns: [], events: [], deliveries: [] };
  }

  /** The newest closed run of a workflow type that is no ticket's, as a life of its own. */
  async closedRunOf(workflowType: string, isWanted: (run: LifeRun) => boolean = () => true): Promise<LifeFile> {
    const runs = await eventually(async () => {
      for await (const { workflowId } of this.desk.client.workflow.list({ query: `WorkflowType = '${workflowType}'` })) {
        const found = (await fetchRuns(this.desk.client, workflowId, [])).filter((run) => run.closedAt !== null && !continuedRun(run.history) && isWanted(run));
        if (found.length > 0) return found;
      }
      throw new Error(`no ${workflowType} has closed yet`);
    });
    return { format: 1, ticket: null, exportedAt: new Date().toISOString(), runs, lostRuns: [], events: [], deliveries: [] };
  }

  private async draft(ticketId: string, kind: 'reply' | 'note'): Promise<string> {
    return saveDraft(this.desk.database, { ticketId, kind, representativeId: null, text: 'It is on its way.', now: new Date().toISOString() });
  }

  private async messageCount(): Promise<number> {
    return (await this.desk.database('messages').where({ kind: 'contact' }).pluck('id')).length;
  }
}
