import { accountAccess, findChannel } from '../../client/open-account.ts';
import type { PlatformAccess } from '../../client/platform-access.ts';
import type { AccountAccess, PlatformChannel, WebhookDoor } from '../../channels/platform-channel.ts';
import { createSecrets } from '../../channels/secrets.ts';
import { noteFault } from '../../database/platform/pause-source.ts';
import type { Source } from '../../database/sources.ts';
import { findDoorSource } from '../../database/webhooks.ts';
import { DeskError } from '../../domain/errors.ts';
import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import { Refusal } from '../chat/refusal.ts';
import type { IntakeDesk } from '../intake-desk.ts';

/** The door of one source. */
export interface OpenDoor {
  source: Source;
  channel: PlatformChannel;
  webhook: WebhookDoor;
  account: AccountAccess;
}

const RETRY_SECONDS = 60;

/** The door at an address; null where there is none. @throws Refusal 503 when the source's settings cannot be read */
export async function openDoor(desk: IntakeDesk, sourceId: string): Promise<OpenDoor | null> {
  const source = await findDoorSource(desk.database, sourceId);
  return source && doorOf(desk, source);
}

/** The door of a source; null where its channel has none. @throws Refusal 503 */
export async function doorOf(desk: IntakeDesk, source: Source): Promise<OpenDoor | null> {
  const access = accessOf(desk);
  return withSettings(desk, source, () => {
    const channel = findChannel(access, source.channel);
    return channel?.webhook
      ? { source, channel, webhook: channel.webhook, account: accountAccess(access, source) }
      : null;
  });
}

/**
 * Does something that needs a source's settings or secrets. What is wrong with them is its owner's to mend and shown on
 * the source; the sender is asked to come again. @throws Refusal 503
 */
export async function withSettings<Done>(desk: IntakeDesk, source: Source, run: () => Done): Promise<Done> {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof DeskError)) throw error;
    const fault = new PlatformFault(error.code, error.message, { effect: 'retry' });
    await noteFault(desk.database, { sourceId: source.id, fault, now: new Date().toISOString() });
    throw new Refusal({
      status: 503,
      code: 'REFUSED',
      message: 'this address cannot take anything in at the moment',
      retryAfterSeconds: RETRY_SECONDS,
    });
  }
}

function accessOf({ database, secretKey, environment = {}, log }: IntakeDesk): PlatformAccess {
  return { database, secrets: createSecrets(secretKey), environment, log };
}

/** Mailboxes and forms of our own have no accounts at a platform. */
