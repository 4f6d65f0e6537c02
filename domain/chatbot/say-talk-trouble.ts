/** Talks of a chatbot that cannot go on, or could not. */
export interface TalkTrouble {
  chatbot: string;
  /** UNEXPECTED for turns that failed and are tried again; else why the design could not go on. */
  code: string;
  count: number;
  /** ISO. */
  since: string;
  /** Where the design is wrong. Null for what failed unexpectedly: that may quote a visitor. */
  detail: string | null;
}

/** Of a talk whose turn failed and is tried again. */
export const TURN_FAILED = 'UNEXPECTED';

/** What is wrong, and how to mend it. */
export function sayTalkTrouble({ chatbot, code, count, detail }: TalkTrouble): { words: string; mend: string } {
  const talks = `${count} talk${count === 1 ? '' : 's'}`;
  if (code === TURN_FAILED)
    return {
      words: `${talks} could not go on: ${code}`,
      mend: 'It is tried again every minute and when the visitor writes; no line is lost. The worker’s log says what fails.',
    };
  const kept = 'what was said stands in Chatbot Requests.';
  return {
    words: `${talks} broke off: ${code}${detail ? `: ${detail}` : ''}`,
    mend:
      code === 'NO_CALENDAR'
        ? `Make the calendar with \`deskhand calendar apply\`, or publish a version without it; ${kept}`
        : `See \`deskhand chatbot show ${chatbot}\` and publish a version that can go on; ${kept}`,
  };
}
