import { InvalidArgumentError, type Command } from 'commander';
import { DeskError } from '../domain/errors.ts';
import { openContext, type DeskContext, type GlobalFlags } from './context.ts';

/** `deskhand NOUN VERB` with the flags that every verb has. The name may hold arguments: `show <number>`. */
export function verb(noun: Command, nameAndArguments: string, description: string): Command {
  return noun
    .command(nameAndArguments)
    .description(description)
    .option('--json', 'one JSON object a line')
    .option('--as <name>', 'who you are: a representative, by name or e-mail');
}

/** Makes an action of a verb: opens the desk, does the work, closes it. Arguments come in their order, then the flags. */
export function withDesk<Given extends unknown[]>(
  work: (context: DeskContext, ...given: Given) => Promise<void>,
): (...given: [...Given, Command]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1) as Command;
    const context = await openContext(command.opts<GlobalFlags>());
    try {
      await work(context, ...(given.slice(0, -1) as Given));
    } catch (error) {
      throw await named(error);
    } finally {
      await context.close().catch(() => {});
    }
  };
}

/** Errors of PostgreSQL in words of the error table. */
async function named(error: unknown): Promise<unknown> {
  if (error instanceof DeskError || !(error instanceof Error)) return error;
  const code = (error as { code?: unknown }).code;
  if (code === '42P01' || code === '42703')
    return new DeskError('SCHEMA_BEHIND', error.message.split(' - ').at(-1), { cause: error });
  const { isTransient } = await import('../database/transient.ts');
  const isRefused = code === '28P01' || code === '3D000';
  if (isRefused || isTransient(error))
    return new DeskError('DATABASE_UNREACHABLE', error.message || String(code), { cause: error });
  return error;
}

/** For options that are counts. */
export function toCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('Give a whole number above 0.');
  return count;
}

/** For options that may be given several times, or with commas. */
export function collect(text: string, before: string[] | undefined): string[] {
  return [
    ...(before ?? []),
    ...text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ];
}

/** For options that are whole values and may be given several times. */
export function collectWhole(text: string, before: string[] | undefined): string[] {
  return [...(before ?? []), text];
}
