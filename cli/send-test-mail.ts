import { randomUUID } from 'node:crypto';
import { createMailCredentials } from '../channels/email/mail-credentials.ts';
import { createMailTransport } from '../channels/email/mail-transport.ts';
import { createTokenCache } from '../channels/email/oauth2.ts';
import { createSecrets } from '../channels/secrets.ts';
import type { Sender } from '../database/senders.ts';
import { smtpSender } from '../domain/email-account.schema.ts';
import { composeMail } from '../domain/mail/compose-mail.ts';
import { outgoingMessageId } from '../domain/mail/outgoing-message-id.ts';
import type { DeskContext } from './context.ts';

const patienceMilliseconds = 20_000;

/** Sends one mail through a sender, here and now. @returns what the server said */
export async function sendTestMail(
  context: DeskContext,
  sender: Sender,
  to: string,
): Promise<{ outcome: string; words: string }> {
  const secrets = createSecrets(await context.secretKey());
  const credentials = createMailCredentials({
    secrets,
    tokens: createTokenCache(),
    environment: context.config.environment,
  });
  const transport = createMailTransport({ credentials });
  const settings = smtpSender.parse(sender.settings);
  const deliveryKeyHash = randomUUID().replaceAll('-', '');
  const mail = composeMail({
    identity: {
      messageId: outgoingMessageId({ ticketNumber: 0, deliveryKeyHash, fromAddress: settings.fromAddress }),
      sentAt: Date.now(),
    },
    sender: settings,
    to: [{ address: to, name: '' }],
    subject: `Test of the sender ${sender.name}`,
    text: 'This desk can send mail through this sender.\n',
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
  try {
    const snapshot = { id: sender.id, version: sender.version, settings };
    const receipt = await transport.sendMail(snapshot, mail, { deadline: Date.now() + patienceMilliseconds });
    return { outcome: receipt.outcome, words: receipt.response };
  } finally {
    await transport.close({ force: true });
  }
}
