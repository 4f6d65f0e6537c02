import type { SampleMail } from '../sample-mails.ts';
import { decodedHeader } from '../smtp/decoded-header.ts';
import { deliver } from '../smtp/deliver.ts';
import type { MailStore } from '../store/mail-store.ts';
import { localDomain } from '../store/mailbox-user.ts';

/** Files a sample mail as if it had come by SMTP when it was written; automatic answers come from the null sender, as they should. */
export function deliverSample(store: MailStore, { user, raw, at }: SampleMail): void {
  const isAutomatic = decodedHeader(raw, 'auto-submitted')?.startsWith('auto-');
  const from = /<([^>]+)>\s*$/.exec(decodedHeader(raw, 'from') ?? '')?.[1] ?? '';
  deliver(store, {
    raw,
    mailFrom: isAutomatic ? '' : from,
    recipient: `${user}@${localDomain}`,
    via: { clientName: 'mx.example.test', clientAddress: '192.0.2.25', protocol: 'ESMTPS' },
    at,
  });
}
