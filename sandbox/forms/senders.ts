import { randomBytes } from 'node:crypto';
import { senderKinds, type Sender, type SenderKind } from './state.ts';

/** One sender of each kind, each with a secret of its own. */
export function sampleSenders(): Sender[] {
  return senderKinds.map((kind) => ({
    kind,
    secrets: [newSecret(kind)],
    callback: null,
    stopped: false,
  }));
}

/** A secret in the spelling of its vendor. */
export function newSecret(kind: SenderKind): string {
  return kind === 'standard' ? `whsec_${randomBytes(32).toString('base64')}` : randomBytes(24).toString('hex');
}

/**
 * Replaces a sender's secret. Under Standard Webhooks the old one keeps signing beside the new one until the change is
 * ended; the others know one secret only.
 */
export function rotateSecret(sender: Sender): void {
  const old = sender.kind === 'standard' ? sender.secrets.slice(0, 1) : [];
  sender.secrets = [newSecret(sender.kind), ...old];
}
