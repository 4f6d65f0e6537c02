const MAX_REFERENCES = 20;
/** One message id, with nothing in it that could break out of its header. */
const MESSAGE_ID = /^<[^\s<>]{1,240}>$/;

/**
 * References of an answer: the thread's ids, oldest first, with the answered one last; at most 20, keeping the first
 * (the thread's root, by which readers group) and the newest. Anything that is not one id is left out.
 */
export function threadReferences(references: readonly string[], inReplyTo: string | null): string[] {
  const known = references.filter((id) => MESSAGE_ID.test(id) && id !== inReplyTo);
  const all = inReplyTo && MESSAGE_ID.test(inReplyTo) ? [...known, inReplyTo] : known;
  const ids = [...new Set(all)];
  return ids.length <= MAX_REFERENCES ? ids : [...ids.slice(0, 1), ...ids.slice(1 - MAX_REFERENCES)];
}

/** The answered message's id when it is one, else null. */
export function safeInReplyTo(inReplyTo: string | null): string | null {
  return inReplyTo !== null && MESSAGE_ID.test(inReplyTo) ? inReplyTo : null;
}
