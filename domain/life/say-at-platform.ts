import { answerOptions } from '../platform/answer-options.ts';
import { answerProblem } from '../platform/answer-problem.ts';
import type { PlatformState } from '../platform/platform-state.ts';
import type { AtPlatform, CommandContext } from './command-context.ts';
import type { Circumstances, Decision } from './decision.ts';
import { refuse } from './decision.ts';
import { say, type Saying } from './say.ts';

export interface PlatformSaying extends Pick<Saying, 'draftId' | 'commandId'> {
  by: 'public' | 'private';
  text: string;
  cc: string[];
}

/** An answer where the request came from, held against all that the platform takes before anything is sent. */
export function sayAtPlatform(
  at: Circumstances,
  { by, text, cc, ...words }: PlatformSaying,
  { atPlatform }: Pick<CommandContext, 'atPlatform'>,
): Decision {
  const option = answerOptions(at.ticket, at.now).find(({ way }) => way === by);
  const { platform } = at.ticket;
  if (!option || !platform) return refuse('ANSWER_NOT_ALLOWED', `the channel of the ticket takes no ${by} answer`);
  if (cc.length > 0) return refuse('INVALID_INPUT', 'nobody can be kept in copy at a platform; leave the copies out');
  const itemId = by === 'public' ? platform.rootId : platform.itemId;
  const problem =
    answerProblem(option, text, at.desk.settings.forbiddenAnswerWords) ??
    otherAnswer(atPlatform, { by, itemId, platform });
  if (problem) return refuse('ANSWER_NOT_ALLOWED', problem, { way: by });
  const act = by === 'private' ? 'private-reply' : isQuestion(platform) ? 'answer' : 'reply';
  const data = { act, itemId, placeId: platform.place?.id ?? null };
  return say(at, { way: `${by}-reply`, ...words, recipients: {}, data });
}

function isQuestion({ status }: PlatformState): boolean {
  return status !== null;
}

/** Of what there can be only one: a private reply to an item, an answer to a question. */
function otherAnswer(
  atPlatform: readonly AtPlatform[],
  { by, itemId, platform }: { by: 'public' | 'private'; itemId: string; platform: PlatformState },
): string | null {
  if (by === 'public' && !isQuestion(platform)) return null;
  const what = by === 'private' ? 'private reply' : 'answer';
  const other = atPlatform.find(
    ({ kind, state, itemId: its }) =>
      kind === `${by}-reply` && its === itemId && (state !== 'sent' || by === 'private'),
  );
  if (!other) return null;
  if (other.state === 'sent') return `its one ${what} was sent`;
  if (other.state === 'unsure') return `whether its one ${what} was sent is not known; try that again or discard it`;
  return `its one ${what} is on its way`;
}
