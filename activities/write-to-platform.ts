import { openAccount } from '../client/open-account.ts';
import { loadPlatformWrite, type OutgoingWrite } from '../database/platform/load-platform-write.ts';
import { noteFault } from '../database/platform/pause-source.ts';
import type { Source } from '../database/sources.ts';
import { DeskError } from '../domain/errors.ts';
import type { AttemptOutcome } from '../domain/life/receipt.ts';
import { PlatformFault } from '../domain/platform/platform-fault.ts';
import type { LookedUp, WriteOutcome } from '../domain/platform/platform-write.ts';
import type { Tools } from './tools.ts';
import { writeDespiteOutage } from './write-despite-outage.ts';

export interface PlatformTurn {
  deliveryId: string;
  attempt: number;
  /** Milliseconds since 1970: by then its sockets are stopped. */
  deadline: number;
  signal: AbortSignal;
}

/** A platform that takes longer to answer is asked later what became of it: nobody waits a minute for its silence. */
const LONGEST_WRITE_MILLISECONDS = 20_000;

type WriteTools = Pick<Tools, 'database' | 'platforms' | 'log' | 'unsureSettleSeconds'>;

/**
 * Makes one attempt of what is to be done at a platform. Every attempt after the first begins with the question whether
 * an earlier one did it: nothing is sent twice because an answer was lost. Trouble of the account is noted on its source.
 * @returns null when a purge took it
 */
export async function writeToPlatform(tools: WriteTools, turn: PlatformTurn): Promise<AttemptOutcome | null> {
  const outgoing = await loadPlatformWrite(tools.database, turn.deliveryId);
  if (!outgoing) return null;
  const { source, write, sourceId, by } = outgoing;
  const ended = source
    ? await noteTrouble(tools, source, await attemptOf(tools, turn, { ...outgoing, source }))
    : refusedBecause('the source was removed; nothing can be sent to its account any more');
  const { outcome, id, code, response, until = null } = ended;
  const mayHaveHappened = outgoing.mayHaveHappened || outcome === 'unsure';
  return {
    outcome,
    receipt: { id, code, response, ...(mayHaveHappened && outcome !== 'sent' ? { mayHaveHappened } : {}) },
    atPlatform: {
      act: write.act,
      itemId: write.itemId,
      sourceId,
      by,
      code,
      until,
      settleSeconds: tools.unsureSettleSeconds,
    },
  };
}

type Ready = OutgoingWrite & { source: Source };

async function attemptOf(tools: WriteTools, turn: PlatformTurn, outgoing: Ready): Promise<WriteOutcome> {
  const { write, mayHaveHappened } = outgoing;
  try {
    const { account } = openAccount(tools.platforms, outgoing.source);
    if (turn.attempt > 1) {
      const found = await inTime(account.lookUp(write), turn);
      if (found.outcome !== 'absent' && !isOfSomebodyElse(found, outgoing)) return found;
    }
    if (Date.now() >= turn.deadline) return noTime;
    const deadline = Math.min(turn.deadline, Date.now() + LONGEST_WRITE_MILLISECONDS);
    const outcome = await account.write(write, { deadline, signal: turn.signal });
    // Where ours may have been sent, the platform says by its refusal that it was.
    return mayHaveHappened && outcome.isDoneAlready ? { ...outcome, outcome: 'sent', code: null } : outcome;
  } catch (error) {
    if (!(error instanceof DeskError))
      tools.log.error({ deliveryId: turn.deliveryId, error }, 'a platform could not be asked');
    return outcomeOf(error, mayHaveHappened);
  }
}

/** That the platform takes no private reply says something of ours only where ours may have been sent. */
function isOfSomebodyElse(found: WriteOutcome, { write, mayHaveHappened }: Ready): boolean {
  return write.act === 'private-reply' && found.outcome === 'sent' && found.id === null && !mayHaveHappened;
}

const noTime: WriteOutcome = {
  outcome: 'deferred',
  id: null,
  code: 'PLATFORM_UNREACHABLE',
  response: 'asking whether it was done took all the time of the attempt',
};

/** A question that takes longer than the attempt is left: it changes nothing. @throws PlatformFault retry */
async function inTime(asking: Promise<LookedUp>, { deadline, signal }: PlatformTurn): Promise<LookedUp> {
  const end = AbortSignal.any([signal, AbortSignal.timeout(Math.max(deadline - Date.now(), 1))]);
  const late = new PlatformFault('PLATFORM_UNREACHABLE', 'the platform has not said in time whether it was done', {
    effect: 'retry',
  });
  return Promise.race([
    asking,
    new Promise<never>((_resolve, reject) => end.addEventListener('abort', () => reject(late), { once: true })),
  ]);
}

/** What it means that the platform could not be asked, or the account not be opened: nothing was sent now. */
function outcomeOf(error: unknown, mayHaveHappened: boolean): WriteOutcome {
  const known = error instanceof DeskError ? error : new DeskError('UNEXPECTED', 'a fault in the program');
  const ended = { id: null, code: known.code, response: known.message };
  // A secret or a setting that cannot be read is as much the owner's to mend as a token that ended.
  const effect = known instanceof PlatformFault ? known.effect : known.code === 'UNEXPECTED' ? 'retry' : 'stop';
  if (effect === 'stop') return { ...ended, outcome: 'fault' };
  if (mayHaveHappened) return { ...ended, outcome: 'unsure', ...untilOf(known) };
  return { ...ended, outcome: effect === 'refuse' ? 'refused' : 'deferred', ...untilOf(known) };
}

function untilOf(fault: DeskError): Pick<WriteOutcome, 'until'> {
  return fault instanceof PlatformFault && fault.until ? { until: fault.until } : {};
}

function refusedBecause(response: string): WriteOutcome {
  return { outcome: 'refused', id: null, code: 'NOT_FOUND', response };
}

/**
 * An account that is in trouble is so for all of its source. Where its owner mended it while the attempt ran, that counts
 * no more: it is tried again.
 */
async function noteTrouble(tools: WriteTools, source: Source, ended: WriteOutcome): Promise<WriteOutcome> {
  const { outcome, code, response } = ended;
  if (outcome !== 'fault') return ended;
  const fault = new PlatformFault(code ?? 'UNEXPECTED', response ?? 'the account is in trouble', { effect: 'stop' });
  const noted = { sourceId: source.id, fault, now: new Date().toISOString(), version: source.version };
  await writeDespiteOutage(() => noteFault(tools.database, noted));
  return ended;
}
