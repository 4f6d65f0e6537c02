import { fold } from './fold.ts';

const answer =
  '(?:re|ynt|yan|cvp|cevap|yanit|aw|antw|antwort|sv|vs|odp|res|ref|rv|rif|ris|bls|ответ|отв|回复|回覆|答复|답장|σχετ|απ|vá|va)';
const forward = '(?:fwd?|fw|ilt|yon|wg|tr|enc|rv|i|vb|vl|doorst|pd|ilet|пер|переслано|转发|轉寄|전달|πρθ|továbbítás)';
const prefix = (words: string): RegExp =>
  new RegExp(`^(?:${fold(words)})(?: ?(?:\\[\\d{1,3}\\]|\\(\\d{1,3}\\)|\\d{1,3}|\\^\\d{1,3}))? ?[:：]`, 'u');
const answerPrefix = prefix(answer);
const forwardPrefix = prefix(forward);
const anyPrefix = /^\s*[\p{L}]{1,10}\s?(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}|\^\d{1,3})?\s?[:：]\s*/u;

/** A subject without the Re:, Ynt:, AW:, Fwd:, İlt: ... that mail programs put before it. */
export function bareSubject(subject: string): string {
  let rest = subject.replace(/\s+/g, ' ').trim();
  for (let round = 0; round < 20; round += 1) {
    const folded = fold(rest);
    if (!answerPrefix.test(folded) && !forwardPrefix.test(folded)) return rest;
    const shorter = rest.replace(anyPrefix, '');
    if (shorter === rest) return rest;
    rest = shorter;
  }
  return rest;
}

/** What the outermost prefix says the mail is. */
export function subjectKind(subject: string): 'answer' | 'forward' | 'plain' {
  const folded = fold(subject).replace(/^(?:\[[^\]]{1,60}\] ?)+/, '');
  if (answerPrefix.test(folded)) return 'answer';
  return forwardPrefix.test(folded) ? 'forward' : 'plain';
}
