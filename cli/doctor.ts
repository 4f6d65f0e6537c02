import { Command } from 'commander';
import { readConfig, type Config } from '../config.ts';
import { DeskError, errorTable } from '../domain/errors.ts';
import { safeLine } from '../domain/safe-text.ts';
import { openContext, type DeskContext, type GlobalFlags } from './context.ts';
import { printJson } from './print.ts';

/** What was looked at and how it is. */
export interface Finding {
  what: string;
  isOk: boolean;
  /** What was seen; for a problem what happened. */
  words: string;
  mend: string | null;
}

/** `deskhand doctor`: looks at every part and says how to mend what is wrong. Ends with 1 when something is. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('what is wrong with this desk, and how to mend it')
    .option('--json', 'one JSON object a line')
    .action(async (flags: GlobalFlags) => {
      const findings = await examine(flags);
      for (const finding of findings) print(finding, flags.json ?? false);
      if (findings.some(({ isOk }) => !isOk)) process.exitCode = 1;
    });
}

function print(finding: Finding, isJson: boolean): void {
  if (isJson) return printJson(finding);
  const mend = finding.mend ? `. ${safeLine(finding.mend, 1000)}` : '';
  process.stdout.write(
    `${finding.isOk ? 'ok     ' : 'problem'}  ${safeLine(finding.what, 36).padEnd(36)}  ${safeLine(finding.words, 300)}${mend}\n`,
  );
}

async function examine(flags: GlobalFlags): Promise<Finding[]> {
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    return [problem('configuration', error)];
  }
  const findings: Finding[] = [ok('configuration', `home ${config.home}`)];
  let context: DeskContext;
  try {
    context = await openContext(flags, config);
  } catch (error) {
    return [...findings, problem('desk', error)];
  }
  try {
    findings.push(...(await examineDesk(context)));
  } finally {
    await context.close().catch(() => {});
  }
  return findings;
}

async function examineDesk(context: DeskContext): Promise<Finding[]> {
  const { examineDatabase } = await import('./doctor-database.ts');
  const { findings, isUsable } = await examineDatabase(context.database);
  findings.push(await examineEngine(context));
  if (!isUsable) return findings;
  const { examineAccounts } = await import('./doctor-accounts.ts');
  const { examinePlatforms } = await import('./doctor-platforms.ts');
  return [...findings, ...(await examineAccounts(context)), ...(await examinePlatforms(context))];
}

async function examineEngine(context: DeskContext): Promise<Finding> {
  if (!context.engine) return problem('engine', new DeskError('ENGINE_UNREACHABLE', 'TEMPORAL_ADDRESS is not set'));
  const { client } = await context.desk();
  try {
    await client?.withDeadline(Date.now() + 3000, () => client.workflow.count(`WorkflowType = 'ticket'`));
    return ok('engine', `Temporal at ${context.engine.address} answers`);
  } catch (cause) {
    return problem(
      'engine',
      new DeskError('ENGINE_UNREACHABLE', `Temporal at ${context.engine.address} does not answer`, { cause }),
    );
  }
}

export function ok(what: string, words: string): Finding {
  return { what, isOk: true, words, mend: null };
}

export function problem(what: string, error: unknown): Finding {
  const known =
    error instanceof DeskError
      ? error
      : new DeskError('UNEXPECTED', error instanceof Error ? error.message : String(error));
  return { what, isOk: false, words: `${known.code}: ${known.message}`, mend: errorTable[known.code].mend };
}
