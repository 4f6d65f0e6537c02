import type { Channel } from '../channel.ts';
import type { PlatformState } from './platform-state.ts';

/** One way to answer at the platform that a request came from, and what it takes. */
export interface AnswerOption {
  way: 'public' | 'private';
  minLetters: number;
  maxLetters: number | null;
  /** Of the text in UTF-8. */
  maxBytes: number | null;
  /** Contact details and the desk's forbidden words have the platform refuse it. */
  isScreened: boolean;
  /** ISO: the last moment; null where it has none. */
  until: string | null;
  /** Why it cannot be taken now; null when it can. */
  refusal: string | null;
}

type Limits = Pick<AnswerOption, 'minLetters' | 'maxLetters' | 'maxBytes' | 'isScreened'>;

/** Instagram: 1000 bytes for a private reply; the lengths in public are what the apps take. */
const limits: Partial<Record<Channel, Partial<Record<AnswerOption['way'], Limits>>>> = {
  instagram: {
    public: { minLetters: 1, maxLetters: 2200, maxBytes: null, isScreened: false },
    private: { minLetters: 1, maxLetters: null, maxBytes: 1000, isScreened: false },
  },
  facebook: {
    public: { minLetters: 1, maxLetters: 8000, maxBytes: null, isScreened: false },
    private: { minLetters: 1, maxLetters: 2000, maxBytes: null, isScreened: false },
  },
  trendyol: { public: { minLetters: 10, maxLetters: 2000, maxBytes: null, isScreened: true } },
};

/** Status of a question that still takes an answer. */
const ANSWERABLE = 'WAITING_FOR_ANSWER';

/** How a ticket can be answered at its platform; empty where it cannot be at all. */
export function answerOptions(
  ticket: { channel: Channel; platform: PlatformState | null },
  now: string,
): AnswerOption[] {
  const { channel, platform } = ticket;
  if (!platform) return [];
  return Object.entries(limits[channel] ?? {}).map(([way, limit]) =>
    way === 'public'
      ? { way, ...limit, until: platform.answerBy, refusal: publicRefusal(channel, platform, now) }
      : {
          way: 'private' as const,
          ...limit,
          until: platform.privateReply?.until ?? null,
          refusal: privateRefusal(platform, now),
        },
  );
}

function publicRefusal(channel: Channel, platform: PlatformState, now: string): string | null {
  if (platform.isRemoved) return 'the comment is gone from the platform';
  if (channel === 'instagram' && platform.isHidden) return 'a hidden comment takes no reply; show it again first';
  if (platform.status === null) return null;
  if (platform.answer === 'published') return 'the question is answered';
  if (platform.answer === 'in-review') return 'an answer is under review';
  if (platform.status !== ANSWERABLE) return `a question that is ${platform.status} takes no answer`;
  return platform.answerBy && platform.answerBy <= now ? 'the time to answer has passed' : null;
}

function privateRefusal({ isRemoved, privateReply }: PlatformState, now: string): string | null {
  if (!privateReply) return 'the platform takes no private reply to it';
  if (isRemoved) return 'the comment is gone from the platform';
  if (privateReply.usedAt) return 'its one private reply was sent';
  return privateReply.until <= now ? 'the seven days for a private reply are over' : null;
}

/** What is wrong with the words for this way, in words; null when nothing is. */
export function answerLengthProblem(option: AnswerOption, text: string): string | null {
  const letters = [...text.trim()].length;
  const bytes = new TextEncoder().encode(text.trim()).length;
  if (letters < option.minLetters) return `${letters} letters; it takes at least ${option.minLetters}`;
  // The platform counts UTF-16: a text that is short enough in both is never refused.
  const longest = Math.max(letters, text.trim().length);
  if (option.maxLetters !== null && longest > option.maxLetters)
    return `${longest} letters; it takes at most ${option.maxLetters}`;
  if (option.maxBytes !== null && bytes > option.maxBytes) return `${bytes} bytes; it takes at most ${option.maxBytes}`;
  return null;
}
