import type { MailStore } from '../store/mail-store.ts';
import { autoReplyMail } from './auto-reply-mail.ts';
import { bounceMail } from './bounce-mail.ts';
import { deliver, viaSandbox, type Delivery } from './deliver.ts';
import type { SinkLog } from './sink-log.ts';

export interface AcceptedMail {
  raw: Buffer;
  mailFrom: string;
  recipients: string[];
  via: Delivery['via'];
  /** Whether the client will be told of the acceptance. */
  answered: boolean;
}

/**
 * Takes a mail for good: logged, then filed for every recipient. `bounced.test` fails afterwards and says so to the
 * envelope sender, `robot.test` answers by itself; neither writes to the null sender, so that no two servers talk forever.
 */
export function acceptMail(places: { store: MailStore; sink: SinkLog }, mail: AcceptedMail): void {
  const { store, sink } = places;
  const { raw, mailFrom, via } = mail;
  const at = new Date();
  sink.add(mail);
  for (const recipient of mail.recipients) {
    const domain = recipient.slice(recipient.lastIndexOf('@') + 1).toLowerCase();
    const answer = (text: Buffer): void => {
      if (mailFrom !== '') deliver(store, { raw: text, mailFrom: '', recipient: mailFrom, via: viaSandbox, at });
    };
    if (domain === 'bounced.test') {
      answer(bounceMail({ raw, mailFrom, recipient, at }));
      continue;
    }
    deliver(store, { raw, mailFrom, recipient, via, at });
    if (domain === 'robot.test') answer(autoReplyMail({ raw, mailFrom, recipient, at }));
  }
}
