import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MailSandboxInTest } from '../mail-sandbox.ts';
import { sha256, type Mailbox, type PlannedMail } from './mail-plan.ts';

/** A mail as it lies in a mailbox; the desk must know it by exactly this id. */
export interface Offer {
  mail: PlannedMail;
  mailbox: Mailbox;
  externalId: string;
}

/** Puts planned mails into the mailboxes, and keeps the log of what was offered: the sending side of the comparison. */
export class MailStorm {
  readonly offers: Offer[] = [];
  #waiting: PlannedMail[];
  readonly #mail: MailSandboxInTest;
  readonly #log: string;

  constructor(mail: MailSandboxInTest, planned: PlannedMail[]) {
    this.#mail = mail;
    this.#waiting = [...planned];
    this.#log = join(mail.directory, 'offered.jsonl');
  }

  get left(): number {
    return this.#waiting.length;
  }

  /** An offered mail whose conversation nobody goes on with. */
  lastWord(): Offer {
    const toCome = new Set(this.#waiting.map(({ thread }) => thread));
    return this.offers.find(({ mail }) => !toCome.has(mail.thread))!;
  }

  async offer(count: number): Promise<void> {
    for (const mail of this.#waiting.splice(0, count)) {
      for (const mailbox of mail.mailboxes) await this.#append(mail, mailbox);
    }
  }

  async #append(mail: PlannedMail, mailbox: Mailbox): Promise<void> {
    const path = `/mailboxes/${mailbox}/messages`;
    const { uid, uidValidity } = await this.#mail.admin<{ uid: number; uidValidity: number }>(
      'POST',
      path,
      mail.raw.toString(),
    );
    const externalId = `INBOX/${uidValidity}/${uid}/${sha256(mail.raw)}`;
    this.offers.push({ mail, mailbox, externalId });
    appendFileSync(
      this.#log,
      `${JSON.stringify({ mailbox, externalId, messageId: mail.messageId, thread: mail.thread })}\n`,
    );
  }
}
