import { generateKeyPairSync } from 'node:crypto';
import type { FaultBoard } from '../platform/fault-board.ts';
import type { FormsFaults } from './faults.ts';
import { newSecret } from './senders.ts';
import { asymmetricSignature, bodySignature, standardSignature } from './signatures.ts';
import type { Delivery, Sender } from './state.ts';

const { privateKey } = generateKeyPairSync('ed25519');

/** The headers of one attempt, signed as its vendor signs, or as the faults say. */
export function signedHeaders(
  { id, body }: Delivery,
  { kind, secrets }: Sender,
  faults: FaultBoard<FormsFaults>,
): Record<string, string> {
  const plain = { 'content-type': 'application/json', 'user-agent': `sandbox-${kind}/1` };
  const used = faults.take('badSignature') ? [newSecret(kind)] : secrets;
  const isSigned = !faults.take('missingSignature') && used.length > 0;
  if (kind === 'standard') {
    const shift = faults.take('timestampShift') ? faults.now.timestampShift.seconds : 0;
    const message = { id, timestamp: Math.floor(Date.now() / 1000) + shift, body };
    const unknown = faults.now.unknownVersionFirst ? [asymmetricSignature(message, privateKey)] : [];
    const signatures = [...unknown, ...used.map((secret) => standardSignature(message, secret))].join(' ');
    const named = { ...plain, 'webhook-id': id, 'webhook-timestamp': String(message.timestamp) };
    return isSigned ? { ...named, 'webhook-signature': signatures } : named;
  }
  const [secret] = used;
  if (!isSigned || secret === undefined) return plain;
  const signature = bodySignature(body, secret);
  return kind === 'typeform'
    ? { ...plain, 'typeform-signature': `sha256=${signature}` }
    : { ...plain, 'tally-signature': signature };
}
