import { createSecrets } from '../../channels/secrets.ts';
import { verifySignedUser, type SignedUser } from '../../channels/web/signed-user.ts';
import { openIdentitySecret } from '../../database/design-secrets.ts';
import { DeskError } from '../../domain/errors.ts';
import type { IntakeDesk } from '../intake-desk.ts';
import { refuseField } from './refusal.ts';

/** Who the site says its visitor is. @throws Refusal 400 naming `user` when it did not sign that with the chatbot's secret */
export async function openSignedUser(desk: IntakeDesk, designId: string, token: string): Promise<SignedUser> {
  const secret = await openIdentitySecret(desk.database, createSecrets(desk.secretKey), designId);
  if (secret === null) refuseField('user', 'this chatbot has no secret to sign visitors with; its owner makes one');
  try {
    return await verifySignedUser(token, secret, new Date().toISOString());
  } catch (error) {
    if (error instanceof DeskError) refuseField('user', error.message);
    throw error;
  }
}
