import { Command } from 'commander';
import { DeskError } from '../domain/errors.ts';
import type { RedirectionRecipient } from '../domain/redirection.ts';
import { typedTagWarning } from '../domain/tag-catalogue.ts';
import type { RuleRow } from '../database/redirection-rules.ts';
import type { DeskContext } from './context.ts';
import { printAnswer, printList } from './print.ts';
import { collectWhole, verb, withDesk } from './verb.ts';

/** `deskhand redirection …`: who gets a mail when a ticket opens. */
export function redirectionCommand(): Command {
  const redirection = new Command('redirection').description('rules that mail newly opened tickets to people');
  verb(redirection, 'list', 'the rules in their order').action(withDesk(list));
  const to = 'a representative, team:NAME or an e-mail address; several are possible';
  verb(redirection, 'add', 'make a rule')
    .requiredOption('--tag <tag>', '* for every ticket; several are possible, any of them matches', collectWhole)
    .requiredOption('--to <recipient>', to, collectWhole)
    .action(withDesk(add));
  verb(redirection, 'edit <rule>', 'change a rule; what is given replaces what was')
    .option('--tag <tag>', 'several are possible', collectWhole)
    .option('--to <recipient>', to, collectWhole)
    .action(withDesk(edit));
  verb(redirection, 'pause <rule>', 'let it rest').action(
    withDesk((context: DeskContext, rule: string) => pause(context, rule, true)),
  );
  verb(redirection, 'resume <rule>', 'let it act again').action(
    withDesk((context: DeskContext, rule: string) => pause(context, rule, false)),
  );
  verb(redirection, 'remove <rule>', 'take it away').action(withDesk(remove));
  verb(redirection, 'test <rule>', 'send everybody it names a mail marked as a test').action(withDesk(test));
  return redirection;
}

interface RuleFlags {
  tag?: string[];
  to?: string[];
}

async function list(context: DeskContext): Promise<void> {
  const { listLiveRules } = await import('../database/redirection-rules.ts');
  const rules = await listLiveRules(context.database);
  const names = await recipientNames(context);
  const warningsOf = await tagWarnings(context);
  printList(context, rules, {
    json: (rule) => ({ ...ruleJson(rule, names), warnings: warningsOf(rule.tags) }),
    columns: [
      { title: 'Rule', of: ({ number }) => number },
      { title: 'Tags', of: ({ tags }) => tags.join(', '), maxCells: 40 },
      { title: 'To', of: ({ recipients }) => recipients.map(names).join(', '), maxCells: 70 },
      { title: 'State', of: ({ isPaused }) => (isPaused ? 'paused' : 'acts') },
      { title: 'Warnings', of: ({ tags }) => warningsOf(tags).join(' '), maxCells: 120 },
    ],
    whenEmpty: 'No rule: newly opened tickets are mailed to nobody.',
  });
}

function ruleJson(rule: RuleRow, names: (recipient: RedirectionRecipient) => string) {
  const { id, number, version, tags, isPaused, savedAt } = rule;
  return {
    id,
    number,
    version,
    tags,
    recipients: rule.recipients.map((recipient) => ({ ...recipient, name: names(recipient) })),
    isPaused,
    savedAt,
  };
}

async function recipientNames(context: DeskContext): Promise<(recipient: RedirectionRecipient) => string> {
  const { listRepresentatives } = await import('../database/representatives.ts');
  const { listTeams } = await import('../database/teams.ts');
  const people = new Map((await listRepresentatives(context.database)).map(({ id, name }) => [id, name]));
  const teams = new Map((await listTeams(context.database)).map(({ id, name }) => [id, `team:${name}`]));
  return (recipient) =>
    recipient.kind === 'address'
      ? recipient.address
      : (people.get(recipient.id) ?? teams.get(recipient.id) ?? recipient.id);
}

async function add(context: DeskContext, flags: RuleFlags): Promise<void> {
  await save(context, {
    ruleId: null,
    tags: flags.tag ?? [],
    recipients: await readRecipients(context, flags.to ?? []),
  });
}

async function edit(context: DeskContext, named: string, flags: RuleFlags): Promise<void> {
  if (!flags.tag && !flags.to) throw new DeskError('USAGE', 'say what to change: --tag or --to');
  const rule = await findRule(context, named);
  const recipients = flags.to ? await readRecipients(context, flags.to) : [...rule.recipients];
  await save(context, { ruleId: rule.id, tags: flags.tag ?? [...rule.tags], recipients });
}

async function save(
  context: DeskContext,
  rule: { ruleId: string | null; tags: string[]; recipients: RedirectionRecipient[] },
): Promise<void> {
  const { listLiveRules, saveRule } = await import('../database/redirection-rules.ts');
  const id = await saveRule(context.database, { ...rule, actor: await context.owner(), now: new Date().toISOString() });
  const saved = (await listLiveRules(context.database)).find((row) => row.id === id);
  const warnings = (await tagWarnings(context))(rule.tags);
  printAnswer(
    context,
    { id, number: saved?.number, version: saved?.version, warnings },
    [`Rule ${saved?.number} is saved.`, ...warnings].join('\n'),
  );
}

/** Says of a rule's tags which of them nothing gives to tickets, or not yet. */
async function tagWarnings(context: DeskContext): Promise<(tags: readonly string[]) => string[]> {
  const { loadTagCatalogue } = await import('../database/tag-catalogue.ts');
  const catalogue = await loadTagCatalogue(context.database);
  return (tags) => tags.map((tag) => typedTagWarning(tag, catalogue)).filter((warning) => warning !== null);
}

/** A person, a team or an outside address, as typed. */
async function readRecipients(context: DeskContext, typed: string[]): Promise<RedirectionRecipient[]> {
  const { findRepresentative, listRepresentatives } = await import('../database/representatives.ts');
  const { findTeam } = await import('../database/teams.ts');
  const people = await listRepresentatives(context.database);
  const recipients: RedirectionRecipient[] = [];
  for (const name of typed) {
    const team = /^team:(.*)$/iu.exec(name)?.[1];
    const byEmail = people.find(({ email }) => email.toLowerCase() === name.trim().toLowerCase());
    if (team !== undefined) recipients.push({ kind: 'team', id: (await findTeam(context.database, team)).id });
    else if (byEmail) recipients.push({ kind: 'representative', id: byEmail.id });
    else if (name.includes('@')) recipients.push({ kind: 'address', address: name.trim() });
    else recipients.push({ kind: 'representative', id: (await findRepresentative(context.database, name)).id });
  }
  return recipients;
}

/** By its number in the list, or its id. */
async function findRule(context: DeskContext, named: string): Promise<RuleRow> {
  const { listLiveRules } = await import('../database/redirection-rules.ts');
  const rules = await listLiveRules(context.database);
  const found = rules.find(({ id, number }) => id === named || String(number) === named);
  if (found) return found;
  throw new DeskError(
    'NOT_FOUND',
    `there is no redirection rule ${named}; there are ${rules.map(({ number }) => number).join(', ') || 'none'}`,
  );
}

async function pause(context: DeskContext, named: string, isPaused: boolean): Promise<void> {
  const { pauseRule } = await import('../database/redirection-rules.ts');
  const { id, number } = await findRule(context, named);
  await pauseRule(context.database, {
    ruleId: id,
    isPaused,
    actor: await context.owner(),
    now: new Date().toISOString(),
  });
  printAnswer(context, { id, number, isPaused }, `Rule ${number} ${isPaused ? 'is paused' : 'acts again'}.`);
}

async function remove(context: DeskContext, named: string): Promise<void> {
  const { removeRule } = await import('../database/redirection-rules.ts');
  const { id, number } = await findRule(context, named);
  await removeRule(context.database, { ruleId: id, actor: await context.owner(), now: new Date().toISOString() });
  printAnswer(context, { id, number, removed: true }, `Rule ${number} is removed.`);
}

async function test(context: DeskContext, named: string): Promise<void> {
  const { id } = await findRule(context, named);
  const { sendRedirectionTest } = await import('../client/send-redirection-test.ts');
  const { results, skipped } = await sendRedirectionTest(await context.desk(), { ruleId: id });
  const rows = [...results, ...skipped.map(({ reason }) => ({ address: '', outcome: 'skipped', words: reason }))];
  printList(context, rows, {
    json: (row) => row,
    columns: [
      { title: 'To', of: ({ address }) => address },
      { title: 'Outcome', of: ({ outcome }) => outcome },
      { title: 'Words', of: ({ words }) => words, maxCells: 90 },
    ],
    whenEmpty: 'The rule names nobody who could get mail.',
  });
}
