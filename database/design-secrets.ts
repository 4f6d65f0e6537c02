import { randomBytes } from 'node:crypto';
import type { Secrets } from '../channels/secrets.ts';
import type { Actor } from '../domain/actor.ts';
import { DeskError } from '../domain/errors.ts';
import type { SecretRef } from '../domain/secret-ref.ts';
import { writeAudit } from './audit.ts';
import type { Connection, Database } from './connect.ts';

const SECRET_BYTES = 32;

/** Whose secret it is, and who wants it. */
export interface SecretWish {
  designId: string;
  actor: Actor;
  now: string;
  /** In place of the present one, which signs nothing any more. */
  isRenewed?: boolean;
}

/**
 * Makes the secret by which a web site signs who its visitor is, for one form or chatbot. It is kept sealed.
 * @returns the secret in clear, this once; null when there was one already
 * @throws DeskError NOT_FOUND, SECRET_KEY_MISSING
 */
export async function ensureIdentitySecret(
  database: Database,
  secrets: Secrets,
  wish: SecretWish,
): Promise<string | null> {
  const { designId, actor, now, isRenewed = false } = wish;
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const sealed: SecretRef = { sealed: secrets.seal(secret, contextOf(designId)) };
  return database.transaction(async (transaction) => {
    const design = await transaction('designs')
      .where({ id: designId })
      .forUpdate()
      .first<{ identity_secret: SecretRef | null } | undefined>('identity_secret');
    if (!design) throw new DeskError('NOT_FOUND', `there is no design ${designId}`);
    if (design.identity_secret && !isRenewed) return null;
    await transaction('designs')
      .where({ id: designId })
      .update({ identity_secret: JSON.stringify(sealed) });
    await writeAudit(transaction, { actor, action: 'design.secret_made', subject: designId, now });
    return secret;
  });
}

/** @returns the secret in clear, or null when the design has none. @throws DeskError SECRET_KEY_MISSING, SECRET_UNREADABLE */
export async function openIdentitySecret(
  connection: Connection,
  secrets: Secrets,
  designId: string,
): Promise<string | null> {
  const design = await connection('designs')
    .where({ id: designId })
    .first<{ identity_secret: SecretRef | null } | undefined>('identity_secret');
  if (!design?.identity_secret) return null;
  return secrets.open(design.identity_secret, contextOf(designId), {});
}

function contextOf(designId: string): string {
  return `design:${designId}:identity`;
}
