/** What a list costs with 100,000 tickets behind it: its first page in buffers, and in times of the shortest statement. */
import { countByStatus, listTickets, type TicketQuery } from '../database/list-tickets.ts';
import { parseFilter } from '../domain/filter.ts';
import { tabs } from '../domain/tab.ts';
import { benchmarkDatabase } from './support/benchmark-database.ts';
import { median, percentile } from './support/compare.ts';
import { insertManyTickets, vocabulary, wordOf } from './support/many-tickets.ts';
import { finish, onlyGates, reportCount, reportRatio, say } from './support/report.ts';

const TICKETS = 100_000;
const ROUNDS = 60;
const { database, drop } = await benchmarkDatabase();
const started = performance.now();
await insertManyTickets(database, TICKETS);
say(`${TICKETS} tickets made in ${((performance.now() - started) / 1000).toFixed(1)} s`);

const listed = tabs.filter(({ channel }) => channel !== undefined);
const firstPage = (tab: TicketQuery['tab']): TicketQuery => ({ tab, filter: null, limit: 40, me: null });
let most = 0;
for (const { id } of listed) {
  const buffers = await buffersOf(() => listTickets(database, firstPage(id)));
  const counting = await buffersOf(() => countByStatus(database, firstPage(id)));
  say(`${id}: first page ${buffers} buffers, counts per status ${counting}`);
  most = Math.max(most, buffers);
}
if (!onlyGates) await measureTimes();
reportCount({ name: 'buffers of a first page, worst tab', count: most, most: 60 });
await drop();
finish();

async function measureTimes(): Promise<void> {
  const selectOne = () => database.raw('SELECT 1');
  const first = () => listTickets(database, firstPage('tickets'));
  reportRatio({ name: 'first page, times select 1', ratio: await ratioOf(selectOne, first), target: '<= 4' });
  const after = await placeAt(Math.floor(TICKETS * 0.7));
  const deep = () => listTickets(database, { ...firstPage('tickets'), after });
  reportRatio({ name: 'deep page, times the first', ratio: await ratioOf(first, deep), target: '<= 1.3' });
  const counts = () => countByStatus(database, firstPage('tickets'));
  say(`counts per status, times select 1: ${(await ratioOf(selectOne, counts)).toFixed(1)}`);
  reportRatio({ name: 'search p95, times a primary key', ratio: await searchRatio(), target: '<= 30' });
}

/** The 95th percentile of 40 words from the most common to the rarest, each by its median, against reading one ticket. */
async function searchRatio(): Promise<number> {
  const ranks = Array.from({ length: 40 }, (_, index) => Math.floor(vocabulary ** (index / 40)));
  const id = '00000000-0000-7000-9000-000000050000';
  const byKey: number[] = [];
  const took = new Map<number, number[]>();
  for (let round = 0; round < 7; round += 1) {
    for (const rank of ranks) {
      const filter = parseFilter(wordOf(rank));
      byKey.push(await millisecondsOf(() => database('tickets').where({ id }).first('number')));
      const milliseconds = await millisecondsOf(() => listTickets(database, { ...firstPage('tickets'), filter }));
      took.set(rank, [...(took.get(rank) ?? []), milliseconds]);
    }
  }
  const floor = median(byKey);
  const words = [...took].map(([rank, all]) => ({ rank, ratio: median(all) / floor }));
  const worst = words.reduce((a, b) => (a.ratio > b.ratio ? a : b));
  say(
    `primary key ${floor.toFixed(2)} ms; search median ${median(words.map(({ ratio }) => ratio)).toFixed(1)} times that, worst word (rank ${worst.rank}) ${worst.ratio.toFixed(1)}`,
  );
  return percentile(
    words.map(({ ratio }) => ratio),
    0.95,
  );
}

/** Median of the ratios of many pairs, taken in turn. */
async function ratioOf(floor: () => Promise<unknown>, subject: () => Promise<unknown>): Promise<number> {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS + 5; round += 1) {
    const isFloorFirst = round % 2 === 0;
    const one = await millisecondsOf(isFloorFirst ? floor : subject);
    const other = await millisecondsOf(isFloorFirst ? subject : floor);
    if (round >= 5) ratios.push(isFloorFirst ? other / one : one / other);
  }
  return median(ratios);
}

async function millisecondsOf(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

async function placeAt(offset: number): Promise<{ activityAt: string; id: string }> {
  const row = await database('tickets')
    .orderBy('activity_at', 'desc')
    .offset(offset)
    .first<{ activity_at: Date; id: string }>('activity_at', 'id');
  return { activityAt: row.activity_at.toISOString(), id: row.id };
}

/** Of every statement that runs meanwhile, as PostgreSQL counts them when it runs each again. */
async function buffersOf(act: () => Promise<unknown>): Promise<number> {
  type Sent = { sql: string; bindings: unknown[] };
  const sent: Sent[] = [];
  const note = ({ sql, bindings }: Sent) => sent.push({ sql, bindings });
  database.on('query', note);
  await act();
  database.removeListener('query', note);
  let buffers = 0;
  for (const { sql, bindings } of sent) {
    // Bound again as they were: by position.
    const text = sql.replaceAll('\\?', '?');
    const client = (await database.client.acquireConnection()) as {
      query(text: string, values: unknown[]): Promise<{ rows: Explained[] }>;
    };
    try {
      const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, bindings);
      const plan = rows[0]!['QUERY PLAN'][0].Plan;
      buffers += plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    } finally {
      await database.client.releaseConnection(client);
    }
  }
  return buffers;
}

interface Explained {
  'QUERY PLAN': [{ Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }];
}
