import type { DesignKind } from '../database/designs.ts';
import type { DeskContext } from './context.ts';
import { printAnswer } from './print.ts';

/** Makes the secret by which a web site signs who its visitor is, and shows it this once with how to sign. */
export async function showNewSecret(
  context: DeskContext,
  { kind, name, renew }: { kind: DesignKind; name: string; renew?: boolean },
): Promise<void> {
  const { createSecrets } = await import('../channels/secrets.ts');
  const { ensureIdentitySecret } = await import('../database/design-secrets.ts');
  const { findDesign } = await import('../database/designs.ts');
  const design = await findDesign(context.database, kind, name);
  const secret = await ensureIdentitySecret(context.database, createSecrets(await context.secretKey()), {
    designId: design.id,
    actor: await context.owner(),
    now: new Date().toISOString(),
    isRenewed: renew ?? false,
  });
  const sentence =
    secret === null
      ? `${design.name} has a secret, which is shown only when it is made. --renew makes another; what the present one signed is then refused.`
      : howToSign(design.name, secret);
  printAnswer(context, { id: design.id, name: design.name, secret }, sentence);
}

function howToSign(name: string, secret: string): string {
  return [
    `The secret of ${name}, shown this once:`,
    '',
    `  ${secret}`,
    '',
    'Keep it on the server of your site. For each page that a signed-in visitor opens, sign there a token (JWT):',
    '',
    '  algorithm  HS256, with the secret’s characters as key',
    '  claims     name, email, phone       what you know of the visitor; all may be left out',
    '             attributes               an object of texts, numbers, true and false',
    '             exp                      when it ends: at most 24 hours ahead, in seconds since 1970',
    '',
    'and give it to the page as `user`. What is signed counts as proven; what a visitor types does not.',
  ].join('\n');
}
