import { runIntake } from '../../intake/main.ts';
import type { StoryDesk } from './story-desk.ts';

export interface IntakeInTest {
  url: string;
  stop(): Promise<void>;
}

/** The intake of a story's desk, on a port of its own or on the one it had before. */
export async function startIntake(story: StoryDesk, port = 0): Promise<IntakeInTest> {
  const end = new AbortController();
  let tellUrl = (_url: string) => {};
  const listening = new Promise<string>((resolve) => (tellUrl = resolve));
  const running = runIntake({
    config: { ...story.config, intakePort: port },
    databaseUrl: story.databaseUrl,
    engine: { address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '', namespace: story.namespace },
    onReady: tellUrl,
    signal: end.signal,
  });
  const url = await Promise.race([listening, running.then(() => Promise.reject(new Error('the intake ended')))]);
  return {
    url,
    async stop() {
      end.abort();
      await running;
    },
  };
}
