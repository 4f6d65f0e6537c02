import { parentPort } from 'node:worker_threads';
import { parseMail, type ParsedMail } from './parse-mail.ts';

/** What was made of one mail. Errors go out by name only: their words may hold customer text. */
export type ThreadAnswer = ({ mail: ParsedMail } | { failed: string }) & {
  /** Working time of the thread since it began. */
  threadMilliseconds?: number;
};

/** One mail at a time: its bytes come in, its answer goes out. */
parentPort?.on('message', (raw: Uint8Array) => {
  void answer(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)).then((said) => {
    const { user, system } = process.threadCpuUsage();
    parentPort?.postMessage({ ...said, threadMilliseconds: (user + system) / 1_000 } satisfies ThreadAnswer);
  });
});

async function answer(raw: Buffer): Promise<ThreadAnswer> {
  try {
    return { mail: await parseMail(raw) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { failed: /^[A-Z_]{1,40}$/.test(code) ? code : 'the structure of the mail is beyond the bounds' };
  }
}
