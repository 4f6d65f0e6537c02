import { randomInt } from 'node:crypto';

/**
 * Asks a callback whether it wants the deliveries (Graph API webhooks, "Getting Started": verification requests).
 * It does when it answers 200 with exactly the challenge; a redirect is not followed.
 *
 * @returns null, or why the callback does not count
 */
export async function webhookHandshake(callbackUrl: string, verifyToken: string): Promise<string | null> {
  const challenge = String(randomInt(1_000_000_000, 2_000_000_000));
  const url = new URL(callbackUrl);
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.challenge', challenge);
  url.searchParams.set('hub.verify_token', verifyToken);
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) });
    const text = await answer.text();
    if (answer.status !== 200) return `the callback answered ${answer.status}`;
    return text === challenge ? null : 'the callback did not answer the challenge';
  } catch {
    return 'the callback cannot be reached';
  }
}
