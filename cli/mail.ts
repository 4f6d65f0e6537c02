import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { closeMailThreads, parseMailSafely } from '../channels/email/parse-mail-safely.ts';
import { headOnly } from '../channels/email/decode-text.ts';
import type { MailAddress, ParsedMail } from '../channels/email/parse-mail.ts';
import { DeskError, errorTable } from '../domain/errors.ts';

/** So many files are read ahead of the one printed next: enough for all threads, little memory. */
const ahead = 6;

/** `deskhand mail parse [FILE...]`: needs neither a desk nor a database. */
export function mailCommand(): Command {
  const command = new Command('mail').description('look at mail as the desk reads it');
  command
    .command('parse')
    .description('print what the desk makes of each mail, one JSON object a line')
    .argument('[FILE...]', 'raw mails (.eml); standard input without any, or for -')
    .action(parseFiles);
  return command;
}

interface Outcome {
  line: string | null;
  error: DeskError | null;
}

/** Prints in the order given. A bad mail is named on standard error and does not stop the others. */
async function parseFiles(files: readonly string[]): Promise<void> {
  const names = files.length === 0 ? ['-'] : files;
  const running: Promise<Outcome>[] = [];
  let started = 0;
  for (let index = 0; index < names.length; index += 1) {
    while (started < names.length && started < index + ahead) running.push(outcomeOf(names[started++] ?? '-'));
    const outcome = await running.shift();
    if (outcome) await report(outcome);
  }
  await closeMailThreads();
}

async function report({ line, error }: Outcome): Promise<void> {
  if (line !== null && !process.stdout.write(`${line}\n`)) await drained();
  if (!error) return;
  process.stderr.write(`${error.line}\n`);
  process.exitCode = Math.max(Number(process.exitCode ?? 0), exitCodeOf(error));
}

function drained(): Promise<void> {
  return new Promise((resolve) => process.stdout.once('drain', resolve));
}

/** A missing file is "not found"; all other trouble with a mail is a failed run. */
function exitCodeOf(error: DeskError): number {
  return error.code === 'NOT_FOUND' ? errorTable.NOT_FOUND.exit : 1;
}

async function outcomeOf(name: string): Promise<Outcome> {
  const raw = await readMail(name);
  if (raw instanceof DeskError) return { line: null, error: raw };
  try {
    return { line: JSON.stringify(summaryOf(await parseMailSafely(raw))), error: null };
  } catch (cause) {
    const error = named(cause, name);
    const head = await parseMailSafely(headOnly(raw)).catch(() => null);
    return { line: head ? JSON.stringify(summaryOf(head)) : null, error };
  }
}

function named(cause: unknown, name: string): DeskError {
  const error =
    cause instanceof DeskError ? cause : new DeskError('UNEXPECTED', 'The mail could not be read', { cause });
  return new DeskError(error.code, `${name}: ${error.message}`, { cause });
}

async function readMail(name: string): Promise<Buffer | DeskError> {
  try {
    return name === '-' ? await readAll(process.stdin) : await readFile(name);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    return missing
      ? new DeskError('NOT_FOUND', `There is no file ${name}`, { cause })
      : new DeskError(
          'INVALID_INPUT',
          `${name} cannot be read (${typeof code === 'string' ? code : 'unknown error'})`,
          { cause },
        );
  }
}

async function readAll(stream: NodeJS.ReadStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

/** The documented object, its keys in the documented order. */
function summaryOf(mail: ParsedMail): object {
  return {
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo,
    references: mail.references,
    from: mail.from && addressOf(mail.from),
    to: mail.to.map(addressOf),
    cc: mail.cc.map(addressOf),
    subject: mail.subject,
    date: mail.date,
    text: mail.text,
    reply: mail.reply,
    attachments: mail.attachments.map(({ name, contentType, size }) => ({ name, contentType, size })),
    automatic: mail.automatic,
  };
}

function addressOf({ address, name }: MailAddress): MailAddress {
  return { address, name };
}
