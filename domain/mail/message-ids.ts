/** Octets: a line of a mail holds no more, and an index takes no key of several thousand. */
const longestId = 998;
const mostIds = 100;
const idInBrackets = /<([^<>\s\p{Cc}]{1,996})>/gu;

/** One Message-ID with its angle brackets, or null. Comments around it and missing brackets are forgiven. */
export function messageId(header: string | undefined): string | null {
  return messageIdList(header)[0] ?? null;
}

/**
 * The ids of a References or In-Reply-To header, each in angle brackets, without repeats, oldest first.
 * Of a very long list the first (the thread's root) and the last ones are kept.
 */
export function messageIdList(header: string | undefined): string[] {
  if (!header) return [];
  const ids = new Set<string>();
  const text = header.slice(0, 200_000);
  for (const match of text.matchAll(idInBrackets)) if (fits(`<${match[1]}>`)) ids.add(`<${match[1]}>`);
  if (ids.size === 0) {
    for (const word of withoutComments(text).split(/[\s,;]+/)) {
      const bare = word.replace(/^[<"]+|[>"]+$/g, '');
      if (
        bare.length > 0 &&
        fits(`<${bare}>`) &&
        /^[^\s<>()\p{Cc}]+$/u.test(bare) &&
        (bare.includes('@') || text.trim() === word)
      )
        ids.add(`<${bare}>`);
    }
  }
  const all = [...ids];
  return all.length <= mostIds ? all : [...all.slice(0, 1), ...all.slice(1 - mostIds)];
}

function fits(id: string): boolean {
  return Buffer.byteLength(id) <= longestId;
}

function withoutComments(text: string): string {
  return text.replace(/\([^()]*\)/g, ' ');
}

/** The ticket number a subject names as `[#123]`, or null. The last one wins: forwards put older ones before. */
export function ticketNumberInSubject(subject: string): number | null {
  let found: number | null = null;
  for (const match of subject.slice(0, 2_000).matchAll(/\[\s?#\s?(\d{1,12})\s?\]/g)) {
    const number = Number(match[1]);
    if (number > 0) found = number;
  }
  return found;
}
