import { safeLine } from '../../domain/safe-text.ts';
import { describeTagOrigin, typedTagWarning } from '../../domain/tag-catalogue.ts';
import type { RedirectionRecipient } from '../../domain/redirection.ts';
import type { Directory, RequestSettings, RuleView, SenderView } from '../data.ts';
import type { State } from '../state.ts';
import { attributeRow, calendarRow, designRow } from './design-rows.ts';
import type { Style } from './line.ts';
import { pushedFormRow } from './pushed-form-row.ts';
import { sourceRow } from './source-row.ts';
import { ageText } from './times.ts';

export interface SettingsRow {
  id: string;
  /** What a question names it. */
  name: string;
  text: string;
  style: Style;
  more: { text: string; style: Style }[];
}

/** The rows of the chosen section. */
export function settingsRows({ settings, directory, now }: State): SettingsRow[] {
  const { data, section } = settings;
  if (!data || !directory) return [];
  switch (section) {
    case 'redirection':
      return data.rules.map((rule) => ruleRow(rule, data, directory));
    case 'statuses':
      return directory.statuses.map((status) =>
        row(
          status,
          `${safeLine(status.name).padEnd(18)} ${status.category.padEnd(8)} ${status.color}${status.isDefault ? '  default of its category' : ''}`,
          `colour:${status.color}`,
        ),
      );
    case 'representatives':
      return directory.representatives.map((person) =>
        row(
          person,
          `${safeLine(person.name).padEnd(22)} ${safeLine(person.email)}${person.isActive ? '' : '  (not active)'}`,
          person.isActive ? 'plain' : 'quiet',
        ),
      );
    case 'teams':
      return directory.teams.map((team) =>
        row(team, `${safeLine(team.name).padEnd(22)} ${membersOf(team.memberIds, directory)}`),
      );
    case 'sources':
      return data.sources.map((source) => ({
        ...row(source, ''),
        ...sourceRow(source, data.health.find(({ sourceId }) => sourceId === source.id) ?? null, now),
      }));
    case 'senders':
      return data.senders.map(senderRow);
    case 'chatbots':
    case 'forms':
      return data[section].map((design) => ({ ...row(design, ''), ...designRow(design) }));
    case 'pushed-forms':
      return data.platforms.pushedForms.map((form) => ({ ...row(form, ''), ...pushedFormRow(form, now) }));
    case 'calendars':
      return data.calendars.map((calendar) => ({ ...row(calendar, ''), ...calendarRow(calendar) }));
    case 'attributes':
      return data.attributes.map((attribute) => ({ ...row(attribute, ''), ...attributeRow(attribute) }));
    case 'parked':
      return data.parked.map((item) =>
        row(
          { id: item.id, name: 'the parked item' },
          `${safeLine(item.source).padEnd(20)} ${ageText(item.receivedAt, now)} ago, ${item.size ?? 0} bytes`,
          'plain',
          [{ text: `! ${safeLine(item.errorCode)}: ${safeLine(item.errorDetail)}`, style: 'trouble' }],
        ),
      );
  }
}

function row(
  { id, name }: { id: string; name: string },
  text: string,
  style: Style = 'plain',
  more: SettingsRow['more'] = [],
): SettingsRow {
  return { id, name: safeLine(name), text, style, more };
}

function ruleRow(rule: RuleView, data: RequestSettings, directory: Directory): SettingsRow {
  const tags = rule.tags.map((tag) => `${safeLine(tag)} (${safeLine(describeTagOrigin(tag, data.tags))})`).join(', ');
  const recipients = rule.recipients.map((recipient) => recipientName(recipient, directory)).join(', ');
  const warnings = rule.tags.map((tag) => typedTagWarning(tag, data.tags)).filter((text) => text !== null);
  return row(
    { id: rule.id, name: `rule ${rule.number}` },
    `${String(rule.number).padStart(3)} ${rule.isPaused ? 'PAUSED ' : ''}${tags}`,
    rule.isPaused ? 'quiet' : 'plain',
    [
      { text: `-> ${recipients}`, style: 'plain' },
      ...warnings.map((text) => ({ text: `! ${safeLine(text)}`, style: 'warning' as const })),
    ],
  );
}

/** A recipient as people know it. */
export function recipientName(recipient: RedirectionRecipient, directory: Directory): string {
  if (recipient.kind === 'address') return safeLine(recipient.address);
  if (recipient.kind === 'team')
    return `team ${safeLine(directory.teams.find(({ id }) => id === recipient.id)?.name) || '(removed)'}`;
  return safeLine(directory.representatives.find(({ id }) => id === recipient.id)?.name) || '(a former colleague)';
}

function membersOf(memberIds: readonly string[], directory: Directory): string {
  const names = directory.representatives.filter(({ id }) => memberIds.includes(id)).map(({ name }) => safeLine(name));
  return names.join(', ') || '(nobody)';
}

function senderRow(sender: SenderView): SettingsRow {
  const from = safeLine(String(sender.settings['fromAddress'] ?? ''));
  const host = safeLine(String(sender.settings['host'] ?? ''));
  const trouble = sender.lastErrorCode
    ? [{ text: `! ${safeLine(sender.lastErrorCode)}: ${safeLine(sender.lastError)}`, style: 'trouble' as const }]
    : [];
  return row(
    sender,
    `${safeLine(sender.name).padEnd(20)} ${from} through ${host}${sender.isDefault ? '  default' : ''}${sender.isOn ? '' : '  OFF'}`,
    sender.isOn ? 'plain' : 'quiet',
    trouble,
  );
}
