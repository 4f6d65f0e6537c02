import { randomBytes } from 'node:crypto';
import { hashOf } from '../../database/files.ts';
import { makeToken, readToken } from '../../channels/web/signed-token.ts';
import type { IntakeDesk } from '../intake-desk.ts';
import type { OpenForm } from './find-form.ts';

const QUICKEST_MILLISECONDS = 2000;
const OLDEST_MILLISECONDS = 24 * 3600 * 1000;

/**
 * Signs what a form's pages carry. Without the desk's key it is the form's own id, which nobody is told: enough against
 * robots, too little for anything private.
 */
export function formSecret(desk: IntakeDesk, { design }: OpenForm): Buffer {
  return desk.secretKey ?? hashOf(`form:${design.id}`);
}

/** Names one rendering of a form: what is sent with it is taken in once. It tells when the page was made. */
export function makePageKey(secret: Buffer, open: OpenForm, now: number): string {
  return makeToken(secret, 'page', `${markOf(open)}:${now.toString(36)}:${randomBytes(16).toString('base64url')}`);
}

export type PageKey = { key: string } | { problem: 'tooQuick' | 'tooOld' | 'noPageKey' };

/** @returns the key that what is sent is known by, or why it is not taken */
export function readPageKey(
  secret: Buffer,
  { open, token, now }: { open: OpenForm; token: string; now: number },
): PageKey {
  const [mark, made = '', random] = readToken(secret, 'page', token)?.split(':') ?? [];
  if (mark !== markOf(open) || !random) return { problem: 'noPageKey' };
  const age = now - Number.parseInt(made, 36);
  if (age < QUICKEST_MILLISECONDS) return { problem: 'tooQuick' };
  if (age > OLDEST_MILLISECONDS) return { problem: 'tooOld' };
  return { key: `page:${random}` };
}

/** Tells forms apart without telling their ids. */
function markOf({ design }: OpenForm): string {
  return hashOf(`mark:${design.id}`).subarray(0, 6).toString('base64url');
}
