import type { Desk } from '../client/ask.ts';
import type { Database } from '../database/connect.ts';
import { readHealth, type DeskHealth } from '../database/desk-health.ts';
import type { Health, Trouble } from './data.ts';

/** Inputs are taken up in milliseconds; so long means that no worker does. */
const WAITING_TOO_LONG_MILLISECONDS = 15_000;

/** Since when the engine has not answered; null while it does. */
let engineSince: string | null = null;

/** What is asked for the health of the desk. */
interface Asked {
  database: Database;
  desk: () => Promise<Desk>;
  /** Parts that ended by themselves, as their supervisor tells; empty where none runs here. */
  fallenParts: () => Trouble[];
}

/** What of the desk does not work. A part that cannot be asked does not hide the others. */
export async function readDeskHealth({ database, desk, fallenParts }: Asked): Promise<Health> {
  const [engine, rows] = await Promise.all([engineTrouble(desk), readHealth(database).catch(() => null)]);
  const known = [...(engine ? [engine] : []), ...(rows ? troublesOf(rows) : [])];
  const fallen = fallenParts().filter(({ what }) => !known.some((trouble) => trouble.what === what));
  const troubles = [...known, ...fallen];
  return { troubles, attention: rows ? attentionOf(rows) : '' };
}

async function engineTrouble(desk: () => Promise<Desk>): Promise<Trouble | null> {
  try {
    const { client } = await desk();
    if (!client) throw new Error('nobody said where it is (TEMPORAL_ADDRESS)');
    const { checkEngine } = await import('../client/check-engine.ts');
    await checkEngine(client);
    engineSince = null;
    return null;
  } catch (error) {
    engineSince ??= new Date().toISOString();
    return { what: 'Temporal', words: `${engineWords(error)}; commands are kept and wait`, since: engineSince };
  }
}

/** gRPC's own words name its machinery; what matters is whether somebody answers. */
function engineWords(error: unknown): string {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  if (/DEADLINE_EXCEEDED|Failed to connect before the deadline/.test(message)) return 'it does not answer';
  return /UNAVAILABLE|ECONNREFUSED/.test(message) ? 'there is no connection to it' : message;
}

function troublesOf(health: DeskHealth): Trouble[] {
  const sources = health.sources
    .filter(({ isOn, errorCode }) => isOn && errorCode !== null)
    .map(({ name, errorCode, error, errorAt }) => ({
      what: `source ${name}`,
      words: `${errorCode}: ${error ?? ''}`,
      since: errorAt,
    }));
  const senders = health.senders
    .filter(({ errorCode }) => errorCode !== null)
    .map(({ name, errorCode, error, errorAt }) => ({
      what: `sender ${name}`,
      words: `${errorCode}: ${error ?? ''}`,
      since: errorAt,
    }));
  const oldest = health.oldestWaitingAt;
  const isStuck = oldest !== null && Date.now() - Date.parse(oldest) > WAITING_TOO_LONG_MILLISECONDS;
  const worker = isStuck
    ? [{ what: 'Worker', words: `${health.waitingInputs} wait to be taken up`, since: oldest }]
    : [];
  return [...sources, ...senders, ...worker];
}

function attentionOf(health: DeskHealth): string {
  const parked = health.parkedInputs + health.parkedInbound;
  const parts = [
    [parked, 'parked'],
    [health.failedDeliveries, 'failed'],
    [health.unsureDeliveries, 'unsure'],
    [health.heldDeliveries, 'held'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count > 1000 ? '1000+' : count} ${word}`)
    .join(', ');
}
