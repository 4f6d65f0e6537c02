/** How long a typed command takes beyond the bare start of Node: `deskhand ticket list` and its help, as installed. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { benchmarkDatabase } from './support/benchmark-database.ts';
import { median } from './support/compare.ts';
import { insertManyTickets } from './support/many-tickets.ts';
import { finish, reportRatio, say } from './support/report.ts';

const ROUNDS = 15;
const program = fileURLToPath(new URL('../bin/deskhand.mjs', import.meta.url));
const { database, url, drop } = await benchmarkDatabase();
await insertManyTickets(database, 1000);

const commands = {
  bare: ['-e', ''],
  help: [program, '--help'],
  list: [program, 'ticket', 'list', '--json'],
};
const took: Record<keyof typeof commands, number[]> = { bare: [], help: [], list: [] };
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const name of ['bare', 'help', 'list'] as const) {
    const milliseconds = await run(commands[name]);
    if (round > 0) took[name].push(milliseconds);
  }
}
const bare = median(took.bare);
const beyond = (name: 'help' | 'list') =>
  median(took[name].map((milliseconds, round) => milliseconds - took.bare[round]!));
say(
  `bare node ${bare.toFixed(0)} ms; deskhand --help ${beyond('help').toFixed(0)} ms more; deskhand ticket list --json ${beyond('list').toFixed(0)} ms more`,
);
reportRatio({
  name: 'ticket list --json, milliseconds beyond the start of Node',
  ratio: beyond('list'),
  target: '<= 60',
});
await drop();
finish();

async function run(words: string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, words, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DATABASE_URL: url, TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'], DESKHAND_AS: '' },
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${complaint}`);
  return performance.now() - start;
}
