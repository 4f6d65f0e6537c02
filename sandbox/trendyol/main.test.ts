import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTrendyolSandbox, type TrendyolSandbox } from './main.ts';

interface Asked {
  text: string;
  sellerId: number;
}

const asked = async ({ baseUrl }: TrendyolSandbox): Promise<Asked[]> =>
  (await (await fetch(`${baseUrl}/sandbox/questions`)).json()) as Asked[];

it('is filled with sample questions once, and then customers keep asking', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'trendyol-samples-'));
  const first = await runTrendyolSandbox({ directory, samples: true });
  expect(first.sellers.map(({ storeName }) => storeName)).toEqual(['Ege Pamuk', 'Lodos Ev']);
  const samples = await asked(first);
  expect(samples).toHaveLength(6);
  await first.stop();

  const second = await runTrendyolSandbox({ directory, samples: true, trickleSeconds: 0.01 });
  let questions = await asked(second);
  while (questions.length < samples.length + 12) questions = await asked(second);
  await second.stop();
  const trickled = questions.slice(samples.length).map(({ text }) => text);
  expect(new Set(trickled).size).toBeGreaterThan(9);
  rmSync(directory, { recursive: true, force: true });
});
