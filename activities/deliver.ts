import { Context } from '@temporalio/activity';
import { claimDelivery } from '../database/claim-delivery.ts';
import { finishDelivery } from '../database/finish-delivery.ts';
import { loadOutgoing, type Outgoing } from '../database/load-outgoing.ts';
import { smtpSender } from '../domain/email-account.schema.ts';
import { isAtPlatform } from '../domain/delivery.ts';
import { DeskError } from '../domain/errors.ts';
import type { AttemptOutcome } from '../domain/life/receipt.ts';
import { acceptedBefore, attemptOutcome, toTheRest } from './attempt-outcome.ts';
import { composeDelivery } from './compose-delivery.ts';
import { leaveInChat } from './leave-in-chat.ts';
import type { Tools } from './tools.ts';
import { writeDespiteOutage } from './write-despite-outage.ts';
import { writeToPlatform } from './write-to-platform.ts';

/** The attempt's own sockets are stopped this long before its row counts as past its end. */
const MARGIN_MILLISECONDS = 1000;

/** Makes one attempt of a delivery and writes how it ended. Claiming decides who may: twice at once sends once. */
export async function deliver(tools: Tools, { deliveryId }: { deliveryId: string }): Promise<void> {
  await tools.failPoint('deliver:before-claim', { deliveryId });
  const started = Date.now();
  const attemptEndsAt = new Date(started + tools.attemptSeconds * 1000).toISOString();
  const attempt = await claimDelivery(tools.database, {
    deliveryId,
    now: new Date(started).toISOString(),
    attemptEndsAt,
    settleSeconds: tools.unsureSettleSeconds,
  });
  if (attempt === null) return;
  await tools.failPoint('deliver:claimed', { deliveryId });
  const outgoing = await loadOutgoing(tools.database, deliveryId);
  if (!outgoing) return;
  if (outgoing.delivery.kind === 'chat') return leaveInChat(tools, { deliveryId, attempt });
  const deadline = started + tools.attemptSeconds * 1000 - MARGIN_MILLISECONDS;
  const outcome = isAtPlatform(outgoing.delivery.kind)
    ? await writeToPlatform(tools, { deliveryId, attempt, deadline, signal: shutdownOf(Context.current()) })
    : await send(tools, outgoing, deadline);
  if (!outcome) return;
  await tools.failPoint('deliver:answered', { deliveryId });
  const finish = {
    deliveryId,
    ticketId: outgoing.delivery.ticketId,
    attempt,
    now: new Date().toISOString(),
    ...outcome,
  };
  await writeDespiteOutage(() => finishDelivery(tools.database, finish));
  await tools.failPoint('deliver:finished', { deliveryId });
}

async function send(tools: Tools, outgoing: Outgoing, deadline: number): Promise<AttemptOutcome> {
  if (!outgoing.sender) {
    return {
      outcome: 'fault',
      receipt: { code: 'NOT_FOUND', response: 'the desk has no sender; add one under Request Settings' },
    };
  }
  try {
    const accepted = acceptedBefore(outgoing.delivery.receipt);
    const mail = toTheRest(composeDelivery(outgoing, tools.replyKey), accepted);
    const sender = { ...outgoing.sender, settings: smtpSender.parse(outgoing.sender.settings) };
    const receipt = await tools.transport.sendMail(sender, mail, {
      deadline,
      signal: shutdownOf(Context.current()),
    });
    return attemptOutcome(mail, receipt, accepted);
  } catch (error) {
    const code = error instanceof DeskError ? error.code : 'UNEXPECTED';
    tools.log.error({ deliveryId: outgoing.delivery.id, error }, 'a mail could not be composed');
    return {
      outcome: 'refused',
      receipt: { code, response: 'the mail could not be composed; the log has the details' },
    };
  }
}

/**
 * Fires when the worker is being stopped. An engine that forgot the attempt (its data emptied, a beat missed) is no
 * reason to cut a mail in flight: its row tells how it ended.
 */
function shutdownOf(context: Context): AbortSignal {
  const shutdown = new AbortController();
  const stop = () => context.cancellationDetails?.workerShutdown && shutdown.abort();
  context.cancellationSignal.addEventListener('abort', stop, { once: true });
  return shutdown.signal;
}
