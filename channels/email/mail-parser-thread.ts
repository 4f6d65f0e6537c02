import { parentPort } from 'node:worker_threads';
import { parseMail, type ParsedMail } from './parse-mail.ts';

/** One mail at a time: bytes in, what was made of it out. Errors go out by name only; their words may hold customer text. */
export type ThreadAnswer = { mail: ParsedMail } | { failed: string };

parentPort?.on('message', (raw: Uint8Array) => {
  void answer(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)).then((said) => parentPort?.postMessage(said));
});

async function answer(raw: Buffer): Promise<ThreadAnswer> {
  try {
    return { mail: await parseMail(raw) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { failed: /^[A-Z_]{1,40}$/.test(code) ? code : 'the structure of the mail is beyond the bounds' };
  }
}
