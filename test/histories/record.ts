/**
 * Records lives from real runs: PostgreSQL, Temporal and a mail server, no stand-ins of our own parts.
 *
 *   TEST_DATABASE_URL=... TEST_TEMPORAL_ADDRESS=... node test/histories/record.ts [NAME...]
 *
 * It only adds: a history that is there stays as it was recorded, because it shows what the code of its day did. When a
 * life is to be recorded anew, it gets a new version beside the old one (`--version 2` gives `NAME-v2.json`).
 */
import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startStoryDesk } from '../support/story-desk.ts';
import { featuresOf } from './features.ts';
import { lives } from './lives.ts';
import { manifestPath, readManifest, type ManifestEntry } from './manifest.ts';
import { StoryTeller } from './story-teller.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { version: { type: 'string', default: '1' } } });
const names = positionals.length > 0 ? positionals : Object.keys(lives);
for (const name of names) await record(name);
process.exit(process.exitCode ?? 0);

async function record(name: string): Promise<void> {
  const life = lives[name];
  const file = `${name}-v${values.version}.json`;
  const path = new URL(file, import.meta.url);
  if (!life) return refuse(`there is no life called ${name}; there are ${Object.keys(lives).join(', ')}`);
  if (existsSync(path) || readManifest()[file]) return refuse(`${file} is there already, and saved histories are never recorded again`);
  const desk = await startStoryDesk(life.environment);
  try {
    const recorded = await life.tell(new StoryTeller(desk));
    const features = featuresOf(recorded);
    const missing = life.contains.filter((feature) => !features.includes(feature));
    if (missing.length > 0) return refuse(`${file} was not saved: it lacks ${missing.join(', ')}; it has ${features.join(', ')}`);
    const text = `${JSON.stringify(recorded, null, 1)}\n`;
    writeFileSync(path, text, { flag: 'wx' });
    const workflowTypes = [...new Set(recorded.runs.map(({ workflowType }) => workflowType))];
    add(file, { sha256: createHash('sha256').update(text).digest('hex'), workflowTypes, contains: life.contains });
    console.log(`${file}: ${recorded.runs.length} runs, ${features.join(', ')}`);
  } finally {
    await desk.close();
  }
}

function add(file: string, entry: ManifestEntry): void {
  writeFileSync(manifestPath, `${JSON.stringify({ ...readManifest(), [file]: entry }, null, 2)}\n`);
}

function refuse(why: string): void {
  console.error(why);
  process.exitCode = 1;
}
