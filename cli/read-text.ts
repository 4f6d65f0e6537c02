import { readFile } from 'node:fs/promises';
import { DeskError } from '../domain/errors.ts';

const longestText = 1_000_000;

/** The words of a reply or note: the argument, else a file, else standard input when it is no terminal. */
export async function readText(argument: string | undefined, file: string | undefined): Promise<string> {
  const text = argument ?? (file === undefined || file === '-' ? await readStandardInput() : await readNamed(file));
  if (text.length > longestText)
    throw new DeskError('INVALID_INPUT', `the text is longer than ${longestText} characters`);
  if (text.trim() === '')
    throw new DeskError(
      'TEXT_MISSING',
      file === undefined ? undefined : `${file === '-' ? 'the standard input' : file} is empty`,
    );
  return text.replace(/\s+$/, '');
}

/** All of standard input; nothing when it is a terminal: nobody is waited for. */
export async function readStandardInput(): Promise<string> {
  if (process.stdin.isTTY) return '';
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

async function readNamed(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new DeskError('NOT_FOUND', `${file} cannot be read`, { cause });
  }
}
