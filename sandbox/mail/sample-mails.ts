import { attachedMail } from './samples/attached-mail.ts';
import { composeMail, type MailDraft } from './samples/compose-mail.ts';
import { latin5Mail } from './samples/latin5-mail.ts';
import { sampleDrafts } from './samples/sample-drafts.ts';

export interface SampleMail {
  user: string;
  raw: Buffer;
  /** When the customer wrote it. */
  at: Date;
}

/** The desk's own mailboxes at sample.test. */
export const sampleUsers = ['support', 'siparis'] as const;

/**
 * Fourteen mails as a shop gets them, the oldest two days before `now`: late orders, refunds, an invoice, a follow-up on
 * its thread, an out-of-office answer, a newsletter, attachments, HTML alone, ISO-8859-9, and a subject that would
 * steer a careless terminal.
 */
export function sampleMails(now: Date): SampleMail[] {
  return sampleDrafts.map(({ user, draft, kind, hoursAgo }, position) => {
    const at = new Date(now.getTime() - hoursAgo * 3_600_000);
    const complete: MailDraft = {
      ...draft,
      to: `${user}@sample.test`,
      at,
      messageId: draft.messageId ?? `sample.${position + 1}@musteri.test`,
    };
    return { user, raw: composers[kind](complete), at };
  });
}

const composers = { plain: composeMail, attached: attachedMail, latin5: latin5Mail };
