import { fitToCells, wrapToCells } from '../../domain/cell-width.ts';
import { safeLine } from '../../domain/safe-text.ts';
import { settingsSections, type SettingsSection, type State } from '../state.ts';
import { signsOf } from '../theme.ts';
import { cutLine, line, span, type Line } from './line.ts';
import { settingsRows } from './settings-rows.ts';

export const settingsTitles: Record<SettingsSection, string> = {
  redirection: 'Redirection rules',
  statuses: 'Statuses',
  representatives: 'Representatives',
  teams: 'Teams',
  sources: 'Channels',
  senders: 'Senders',
  chatbots: 'Chatbots',
  forms: 'Forms',
  'pushed-forms': 'Supsis forms',
  calendars: 'Calendars',
  attributes: 'Attributes',
  parked: 'Parked requests',
};

const explanations: Record<SettingsSection, string> = {
  redirection: 'Which new tickets are told by e-mail, and to whom. c adds a rule; the list is below.',
  statuses: 'Your own statuses. Each has a category, which says what it means to the desk.',
  representatives: 'People who answer tickets.',
  teams: 'Groups of representatives: for assigning and for redirection.',
  sources:
    'Where requests come from, account by account. Enter shows how one is, Space switches its tickets on or off, o polls now, a looks for gaps.',
  senders: 'How mail goes out.',
  chatbots: 'What talks with visitors. Enter shows its tree, e edits its file, p publishes the draft, b rolls back.',
  forms: 'Pages that visitors fill in. Enter shows its fields, e edits its file, p publishes the draft, b rolls back.',
  'pushed-forms':
    'Forms of Supsis, Typeform and Tally. Space redirects new responses to tickets or only keeps them; Enter shows the newest as a ticket, e maps its answers, i takes in old ones.',
  calendars: 'When the desk works; chatbots ask them. e edits the file.',
  attributes: 'What you keep of contacts besides name, e-mail and phone.',
  parked: 'What was delivered and could not be read. It is kept raw; x takes it in again.',
};

const emptyTexts: Partial<Record<SettingsSection, string>> = {
  parked: ' Nothing is parked.',
  'pushed-forms': ' No form yet; each stands here from its first response on.',
};

/** Request Settings: sections at the left, the chosen one's rows at the right. */
export function settingsBody(state: State, height: number): Line[] {
  const { size } = state;
  const leftWidth = size.columns < 100 ? 20 : 24;
  const left = settingsSections.map((section) => sectionLine(section, state, leftWidth));
  const right = sectionBody(state, size.columns - leftWidth - 2, height);
  const bar = ` ${signsOf(state.theme).bar}`;
  return Array.from({ length: height }, (_, index) => [
    ...(left[index] ?? [span(' '.repeat(leftWidth))]),
    span(bar, 'quiet'),
    ...(right[index] ?? []),
  ]).map((spans) => cutLine(spans, size.columns));
}

function sectionLine(section: SettingsSection, { settings, theme }: State, width: number): Line {
  const isChosen = settings.section === section;
  const text = fitToCells(`${isChosen ? signsOf(theme).selected : ' '} ${settingsTitles[section]}`, width);
  return line(text, isChosen ? (settings.isInside ? 'title' : 'selected') : 'plain');
}

function sectionBody(state: State, width: number, height: number): Line[] {
  const { settings } = state;
  if (!settings.data || !state.directory)
    return [
      line(
        ` ${settings.error ? safeLine(settings.error) : 'Reading the settings...'}`,
        settings.error ? 'trouble' : 'quiet',
      ),
    ];
  const rows = settingsRows(state);
  const explanation = wrapToCells(explanations[settings.section], width - 1).map((text) => line(` ${text}`, 'quiet'));
  const head = [line(` ${settingsTitles[settings.section]}`, 'title'), ...explanation, line('')];
  if (rows.length === 0)
    return [...head, line(emptyTexts[settings.section] ?? ' None yet; c adds the first.', 'quiet')];
  const room = Math.max(1, height - head.length);
  const groups = rows.map((row) => ({
    ...row,
    more: row.more.flatMap(({ text, style }) => wrapToCells(text, width - 4).map((part) => line(`    ${part}`, style))),
  }));
  const heights = groups.map((row) => 1 + row.more.length);
  const first = firstShown(heights, Math.min(settings.cursor, rows.length - 1), room);
  const body = groups.slice(first).flatMap((row, index) => {
    const isChosen = settings.isInside && first + index === Math.min(settings.cursor, rows.length - 1);
    const text = `${isChosen ? signsOf(state.theme).selected : ' '}${row.text}`;
    return [line(isChosen ? fitToCells(text, width) : text, isChosen ? 'selected' : row.style), ...row.more];
  });
  return [...head, ...body.slice(0, room)];
}

/** The first row drawn so that the chosen one is on the screen. */
function firstShown(heights: readonly number[], chosen: number, room: number): number {
  let first = chosen;
  let used = heights[chosen] ?? 1;
  while (first > 0 && used + (heights[first - 1] ?? 1) <= room) {
    first -= 1;
    used += heights[first] ?? 1;
  }
  return first;
}
