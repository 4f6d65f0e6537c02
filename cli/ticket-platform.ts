import { answerOptions, type AnswerOption } from '../domain/platform/answer-options.ts';
import { canModerate } from '../domain/platform/can-moderate.ts';
import type { PlatformState } from '../domain/platform/platform-state.ts';
import type { TicketDetail } from '../domain/views.ts';
import {
  answerText,
  deadlineText,
  placeText,
  placeTitles,
  privateText,
  sightText,
} from '../tui/draw/platform-words.ts';
import { pageField } from './page-field.ts';

/** What is known of the comment or question at its platform, and how it can be answered there now. */
export function platformLines(ticket: TicketDetail): (string | null)[] {
  const { channel, platform } = ticket;
  if (!platform) return [];
  const now = Date.now();
  const { place, status, answerBy, privateReply } = platform;
  const left = deadlineText(platform, now);
  return [
    pageField(placeTitles[channel] ?? 'Place', place && [placeText(platform), place.url].filter(Boolean).join('  ')),
    pageField('Comment', sightText(platform) && `${sightText(platform)} at the platform`),
    pageField('Answer', status && answerText(platform)),
    pageField('Answer by', left && `${answerBy} (${left === 'passed' ? 'passed' : `in ${left}`})`),
    pageField('Private reply', privateReply && privateWords(platform, privateReply, now)),
    ...answerOptions(ticket, new Date(now).toISOString()).map((option) => pageField('It takes', optionWords(option))),
    pageField('It takes', canModerate(ticket) ? 'hide, show and remove (`deskhand ticket moderate`)' : null),
  ];
}

function privateWords(
  platform: PlatformState,
  { until, usedAt }: NonNullable<PlatformState['privateReply']>,
  now: number,
): string {
  if (usedAt) return `sent ${usedAt}`;
  const left = privateText(platform, now);
  if (left === '') return 'not possible any more';
  return `until ${until} (${left === 'over' ? 'over' : `in ${left}`})`;
}

function optionWords({ way, refusal, minLetters, maxLetters, maxBytes, isScreened }: AnswerOption): string {
  const what = way === 'public' ? 'an answer in public' : 'one private reply';
  if (refusal) return `no ${way} answer: ${refusal}`;
  const longest = maxLetters === null ? `${maxBytes} bytes` : `${maxLetters} letters`;
  const length = minLetters > 1 ? `${minLetters} to ${longest}` : `up to ${longest}`;
  return `${what}, ${length}${isScreened ? ', without contact details and forbidden words' : ''}`;
}
