import { channelNames, type Channel } from '../../domain/channel.ts';
import { cutToCells } from '../../domain/cell-width.ts';
import { safeLine } from '../../domain/safe-text.ts';
import type { TabId } from '../../domain/tab.ts';
import type { TicketRow } from '../../domain/views.ts';
import { signsOf, type Signs, type Theme } from '../theme.ts';
import type { Style } from './line.ts';
import { answerText, deadlineText, isSoon, placeText, privateText, sightText } from './platform-words.ts';
import { layoutFor, type ColumnId } from './ticket-layouts.ts';
import { ageText, shortTime } from './times.ts';

export interface Moment {
  now: number;
  timeZone: string;
  theme: Theme;
}

export interface Column {
  title: string;
  width: number;
  text: (row: TicketRow, at: Moment) => string;
  style?: (row: TicketRow, at: Moment) => Style;
}

/** Signs before every ticket: chosen, marked, state. */
export const MARKS_WIDTH = 4;
const NARROWEST_SUBJECT = 8;

/** A letter for the status's meaning stands before its name: legible without any colour. */
const categoryLetters = { new: 'N', open: 'O', waiting: 'W', solved: 'S', spam: '!' };

/** The channel in few letters, so that the source's name keeps room beside it. */
const shortChannels: Record<Channel, string> = {
  chatbot: 'chat',
  'web-form': 'form',
  instagram: 'insta',
  facebook: 'fb',
  trendyol: 'trdyl',
  'supsis-form': 'supsis',
  email: 'mail',
  automation: 'auto',
  manual: 'typed',
};

const number = (width: number): Column => ({ title: 'No.', width, text: (row) => `#${row.number}` });
const status = (width: number): Column => ({
  title: 'Status',
  width,
  text: (row) => `${categoryLetters[row.status.category]} ${safeLine(row.status.name)}`,
  style: (row) => `colour:${row.status.color}`,
});
const representative = (width: number): Column => ({ title: 'Representative', width, text: holderOf });
const channel = (width: number): Column => ({
  title: 'Channel',
  width,
  text: (row) => (width < 20 ? shortChannelOf(row) : channelOf(row)),
});
const subject = (width: number): Column => ({
  title: 'Subject',
  width,
  text: (row) => safeLine(row.subject) || '(no subject)',
});
const contact = (width: number): Column => ({ title: 'Contact', width, text: contactOf });
const tags = (width: number): Column => ({ title: 'Tags', width, text: (row) => safeLine(row.tags.join(', ')) });
const priority = (width: number): Column => ({
  title: 'Priority',
  width,
  text: (row) => safeLine(row.priority.name),
  style: (row) => (row.priority.rank > 2 ? `colour:${row.priority.color}` : 'plain'),
});
const date = (width: number): Column => ({ title: 'Date', width, text: (row, at) => shortTime(row.activityAt, at) });
const age = (width: number): Column => ({
  title: 'Age',
  width,
  text: (row, at) => ageText(row.activityAt, at.now).padStart(width),
});
const design =
  (title: string) =>
  (width: number): Column => ({
    title,
    width,
    text: (row, { theme }) => designText(row, width, signsOf(theme)),
  });
const bot = design('Bot');
/** The form's own name: a web form is its source, a form of another vendor is the place of the response. */
const form = (width: number): Column => {
  const own = design('Form')(width);
  return { ...own, text: (row, at) => (row.platform ? placeText(row.platform) : own.text(row, at)) };
};
const place =
  (title: string) =>
  (width: number): Column => ({ title, width, text: ({ platform }) => (platform ? placeText(platform) : '') });
const post = place('Post');
const product = place('Product');
const sight = (width: number): Column => ({
  title: 'Seen',
  width,
  text: ({ platform }) => (platform ? sightText(platform) : ''),
  style: ({ platform }) => (platform?.isRemoved || platform?.isHidden ? 'warning' : 'plain'),
});
const privateReply = (width: number): Column => ({
  title: 'Private',
  width,
  text: ({ platform }, { now }) => (platform ? privateText(platform, now) : ''),
  style: ({ platform }, { now }) =>
    platform?.privateReply && !platform.privateReply.usedAt && isSoon(platform.privateReply.until, now)
      ? 'warning'
      : 'plain',
});
const answer = (width: number): Column => ({
  title: 'Answer',
  width,
  text: ({ platform }) => (platform ? answerText(platform) : ''),
  style: ({ platform }) =>
    platform?.answer === 'refused' ? 'trouble' : platform?.answer === 'published' ? 'good' : 'plain',
});
const deadline = (width: number): Column => ({
  title: 'Deadline',
  width,
  text: ({ platform }, { now }) => (platform ? deadlineText(platform, now) : ''),
  style: ({ platform }, { now }) => (isSoon(platform?.answerBy, now) ? 'warning' : 'plain'),
});
const draft = (width: number): Column => ({
  title: 'Draft',
  width,
  text: (row) => (row.draftReason ? draftText(row.draftReason, width) : ''),
  style: (row) => (row.draftReason ? 'warning' : 'plain'),
});
const visitor = (width: number): Column => ({
  title: 'Visitor',
  width,
  text: (row, { theme }) => visitorText(row, signsOf(theme), width < 8 ? 'here' : 'online'),
  style: (row) => (row.conversation?.isVisitorThere ? 'good' : 'plain'),
});

const columns: Record<ColumnId, (width: number) => Column> = {
  number,
  status,
  representative,
  channel,
  bot,
  form,
  post,
  product,
  sight,
  private: privateReply,
  answer,
  deadline,
  subject,
  contact,
  tags,
  priority,
  draft,
  visitor,
  date,
  age,
};

/** The columns of a tab at a width. */
export function columnsFor(tabId: TabId, width: number): Column[] {
  const layout = Object.entries(layoutFor(tabId, width)) as [ColumnId, number][];
  const others = layout.reduce((sum, [, cells]) => sum + cells + 1, MARKS_WIDTH);
  const left = Math.max(NARROWEST_SUBJECT, width - others);
  return layout.map(([id, cells]) => columns[id](id === 'subject' ? left : cells));
}

export function holderOf(row: TicketRow): string {
  return safeLine(row.representative?.name ?? row.team?.name ?? '') || '-';
}

/** The channel, its source, and the version of the form or chatbot that made the ticket. */
export function channelOf(row: TicketRow): string {
  const name = channelNames[row.channel];
  return row.source ? `${name} ${safeLine(row.source)}${versionOf(row)}` : name;
}

function shortChannelOf(row: TicketRow): string {
  return row.source && row.channel !== 'manual'
    ? `${shortChannels[row.channel]} ${safeLine(row.source)}`
    : shortChannels[row.channel];
}

export function contactOf(row: TicketRow): string {
  const { contact } = row;
  return safeLine(contact?.name ?? contact?.handle ?? contact?.email ?? contact?.phone ?? '') || '-';
}

function versionOf({ designVersion }: TicketRow): string {
  return designVersion === null ? '' : ` v${designVersion}`;
}

/** The version is read also where the name is too long. */
function designText(row: TicketRow, width: number, { ellipsis }: Signs): string {
  const name = safeLine(row.source) || '-';
  const version = versionOf(row);
  const room = width - version.length;
  const whole = cutToCells(name, room);
  return `${whole.text === name ? name : `${cutToCells(name, room - 1).text}${ellipsis}`}${version}`;
}

/** Why it is a draft, as far as there is room: "no e-mail address: the visitor gave none" says it before its colon. */
function draftText(reason: string, width: number): string {
  return width < 8 ? 'DRAFT' : `! ${safeLine(reason).split(':')[0] ?? ''}`;
}

/** Whether the visitor is there; nothing when there is no talk, or when it has ended. */
function visitorText({ conversation }: TicketRow, signs: Signs, there: string): string {
  if (!conversation || conversation.phase === 'ended') return '';
  return conversation.isVisitorThere ? `${signs.on} ${there}` : `${signs.off} away`;
}
