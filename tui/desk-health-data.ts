import type { Desk } from '../client/ask.ts';
import type { Database } from '../database/connect.ts';
import { readHealth, type DeskHealth } from '../database/desk-health.ts';
import { sayTalkTrouble, TURN_FAILED, type TalkTrouble } from '../domain/chatbot/say-talk-trouble.ts';
import { safeLine } from '../domain/safe-text.ts';
import type { Health, Trouble } from './data.ts';
import { leftText } from './draw/times.ts';

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
    .filter((source) => source.isOn && source.errorCode !== null && !waits(source))
    .map(({ name, errorCode, error, errorAt }) => ({
      what: `source ${name}`,
      // The line is short: the code and its mend stand on the Channels screen.
      words: error ?? String(errorCode),
      since: errorAt,
    }));
  const senders = health.senders
    .filter(({ errorCode }) => errorCode !== null)
    .map(({ name, errorCode, error, errorAt }) => ({
      what: `sender ${name}`,
      words: `${errorCode}: ${error ?? ''}`,
      since: errorAt,
    }));
  const oldest = [health.oldestWaitingAt, health.oldestWaitingTalkAt].filter((at) => at !== null).toSorted()[0] ?? null;
  const isStuck = oldest !== null && Date.now() - Date.parse(oldest) > WAITING_TOO_LONG_MILLISECONDS;
  const worker = isStuck
    ? [{ what: 'Worker', words: `${health.waitingInputs + health.waitingTalks} wait to be taken up`, since: oldest }]
    : [];
  const talks = health.talks.filter(({ code }) => code === TURN_FAILED).map(talkTrouble);
  return [...sources, ...senders, ...talks, ...worker];
}

function talkTrouble(trouble: TalkTrouble): Trouble {
  const { words, mend } = sayTalkTrouble(trouble);
  return { what: `chatbot ${trouble.chatbot}`, words: `${words}. ${mend}`, since: trouble.since };
}

function attentionOf(health: DeskHealth): string {
  const parked = health.parkedInputs + health.parkedInbound;
  const parts = [
    [parked, 'parked'],
    [health.failedDeliveries, 'failed'],
    [health.unsureDeliveries, 'unsure'],
    [health.heldDeliveries, 'held'],
  ] as const;
  const counts = parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count > 1000 ? '1000+' : count} ${word}`);
  return [...counts, ...waitingSources(health), ...brokenChatbots(health)].join(', ');
}

/** One that waits as its platform said works: it only comes later. */
function waits({ waitsUntil }: DeskHealth['sources'][number]): boolean {
  return waitsUntil !== null && Date.parse(waitsUntil) > Date.now();
}

function waitingSources({ sources }: DeskHealth): string[] {
  return sources
    .filter((source) => source.isOn && waits(source))
    .map(({ name, waitsUntil }) => `${safeLine(name, 20)} waits ${leftText(waitsUntil!, Date.now())}`);
}

/** Talks that ended so have left their drafts: what is to be mended is the design. */
function brokenChatbots({ talks }: DeskHealth): string[] {
  const names = talks.filter(({ code }) => code !== TURN_FAILED).map(({ chatbot }) => chatbot);
  return [...new Set(names)].map((name) => `chatbot ${safeLine(name, 20)} breaks off (deskhand doctor)`);
}
