import nodemailer, { type Transporter } from 'nodemailer';
import { ask, type Answer } from '../../client/ask.ts';
import { saveDraft } from '../../database/drafts.ts';
import { saveRule } from '../../database/redirection-rules.ts';
import { theDesk } from '../../domain/actor.ts';
import type { Command } from '../../domain/command.ts';
import { eventually, type StoryDesk } from './story-desk.ts';

export interface StoryTicket {
  id: string;
  number: number;
  subject: string;
  category: string;
}

export interface StoryDelivery {
  id: string;
  kind: string;
  state: string;
  attempt: number;
  was_repeated: boolean;
  held_reason: string | null;
  recipient: string | null;
  mail_message_id: string;
  next_attempt_at: Date;
  receipt: Record<string, unknown> | null;
}

/** What customers and representatives do in a story about mail. */
export class MailStory {
  readonly customer: Transporter;
  readonly #story: StoryDesk;

  constructor(story: StoryDesk) {
    this.#story = story;
    this.customer = nodemailer.createTransport({
      host: '127.0.0.1',
      port: story.mail.smtpPort,
      secure: false,
      ignoreTLS: true,
      pool: true,
    });
  }

  async send(mail: Record<string, unknown>): Promise<void> {
    await this.customer.sendMail({
      from: 'Ada <ada@customer.test>',
      to: 'support@sample.test',
      text: 'Hello',
      ...mail,
    });
  }

  /** A mail with exactly these bytes in the support mailbox. */
  async append(raw: string | Buffer): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${this.#story.mail.httpPort}/mailboxes/support/messages`, {
      method: 'POST',
      body: new Uint8Array(Buffer.from(raw)),
    });
    if (answer.status !== 201) throw new Error(`the sandbox answered ${answer.status}`);
  }

  /** The ticket whose subject is this, once it is there. */
  async ticket(subject: string, withinMilliseconds?: number): Promise<StoryTicket> {
    return eventually(async () => {
      const row = await this.#story
        .database('tickets')
        .where({ subject })
        .first<StoryTicket | undefined>('id', 'number', 'subject', 'category');
      if (!row) throw new Error(`no ticket ${subject} yet`);
      return row;
    }, withinMilliseconds);
  }

  /** A ticket that a customer's mail opened. */
  async open(subject: string, mail: Record<string, unknown> = {}): Promise<StoryTicket> {
    await this.send({ subject, ...mail });
    return this.ticket(subject);
  }

  async redirect(tags: string[], ...addresses: string[]): Promise<string> {
    return saveRule(this.#story.database, {
      ruleId: null,
      tags,
      recipients: addresses.map((address) => ({ kind: 'address', address })),
      actor: theDesk,
      now: new Date().toISOString(),
    });
  }

  async command(ticketId: string, command: Command): Promise<Answer> {
    return ask(this.#story.desk, { ticketId, command, actor: theDesk });
  }

  async reply(ticketId: string, text: string, more: { cc?: string[]; seen?: number } = {}): Promise<void> {
    const draftId = await saveDraft(this.#story.database, {
      ticketId,
      kind: 'reply',
      representativeId: null,
      text,
      now: new Date().toISOString(),
    });
    const answer = await this.command(ticketId, { name: 'reply', draftId, seen: 100, ...more });
    if (answer.outcome === 'refused') throw new Error(answer.message);
  }

  /** The newest delivery of a kind, once `isSo` of it. */
  async delivery(
    where: { ticket_id: string; kind?: string; recipient?: string },
    isSo: (delivery: StoryDelivery) => boolean,
  ): Promise<StoryDelivery> {
    return eventually(async () => {
      const row = await this.#story
        .database('deliveries')
        .where(where)
        .orderBy('planned_at', 'desc')
        .first<StoryDelivery | undefined>('*');
      if (!row || !isSo(row)) throw new Error(`the delivery is ${JSON.stringify(row)}`);
      return row;
    });
  }

  /** Lets a later try come now, as if the time had passed. */
  async timePasses(deliveryId: string): Promise<void> {
    const now = new Date();
    await this.#story.database('deliveries').where({ id: deliveryId }).update({ next_attempt_at: now });
    await this.#story.database('wakes').where({ reference: deliveryId, fired_at: null }).update({ due: now });
  }

  async faults(changes: Record<string, unknown>): Promise<void> {
    await this.#story.mail.admin('POST', '/faults', changes);
  }
}
