import { fold } from './fold.ts';
import { firstHeader, type MailHeaders } from './mail-headers.ts';

export type Automatic = 'auto-reply' | 'bounce' | 'list';

const bounceSender = /(?:^|[<\s"])(?:mailer-daemon|mail-daemon|maildaemon|postmaster|mdaemon)@/i;
const bounceSubject =
  /^(?:undeliver(?:ed|able)\b|undelivered mail returned|mail delivery (?:failed|failure|subsystem)|delivery (?:status notification|failure|has failed|delayed)|returned mail|failure notice|warning: message .{0,40}delayed|teslim edilemedi|iletilemedi|unzustellbar|message non distribuable|no se puede entregar|mancata consegna)/;
const noReplySender =
  /(?:^|[<\s"])(?:[a-z0-9._+-]{0,40}[._+-])?(?:no|do-?not|donot)[._-]?reply(?:[._+-][^@\s<>]{0,60})?@/i;
const bulk = /^(?:bulk|junk|list)\b/i;
const answerSubject = new RegExp(
  `^(?:(?:auto|automatic(?:ally generated)?)[ -]?(?:reply|response|answer|generated)\\b|auto:|autoreply|autoresponse|out[ -]of[ -](?:the[ -])?office|ooo\\b ?:|${[
    'otomatik (?:yanit|cevap|mesaj|ileti)',
    '(?:ofis|isyeri|is yeri) disinda',
    'izindeyim|yillik izin(?:deyim)?|tatildeyim',
    'abwesenheitsnotiz|automatische antwort|abwesend',
    "reponse automatique|absence du bureau|message d'absence",
    'respuesta automatica|fuera de (?:la )?oficina',
    'risposta automatica|fuori sede',
    'automatisch antwoord|afwezig',
    'resposta automatica|ausencia temporaria',
    'automatyczna odpowiedz|autoodpowiedz',
    'автоматический ответ|автоответ|нет на месте',
  ].join('|')})`,
  'u',
);

/**
 * Says whether a mail was sent by a program, so that it is never answered automatically; null for a person's mail.
 * A bounce outranks a list, a list an automatic answer. X-Auto-Response-Suppress proves nothing: persons' mails carry it.
 * A no-reply sender counts as automatic: nobody would read what we answer.
 */
export function classifyAutomatic(headers: MailHeaders): Automatic | null {
  if (isBounce(headers)) return 'bounce';
  if (isList(headers)) return 'list';
  return isAutomatic(headers) ? 'auto-reply' : null;
}

function isBounce(headers: MailHeaders): boolean {
  const contentType = firstHeader(headers, 'content-type').toLowerCase();
  if (contentType.startsWith('multipart/report'))
    return !contentType.includes('disposition-notification') && !contentType.includes('feedback-report');
  if (headers.has('x-failed-recipients')) return true;
  const from = firstHeader(headers, 'from');
  if (bounceSender.test(from) && (bounceSubject.test(subjectOf(headers)) || hasEmptyReturnPath(headers))) return true;
  if (bounceSender.test(from) && /mailer-daemon|mail-daemon|maildaemon/i.test(from)) return true;
  return hasEmptyReturnPath(headers) && bounceSubject.test(subjectOf(headers));
}

function isList(headers: MailHeaders): boolean {
  for (const name of headers.keys())
    if (/^list-(?:id|post|unsubscribe|help|subscribe|owner|archive|unsubscribe-post)$/.test(name)) return true;
  return bulk.test(firstHeader(headers, 'precedence'));
}

function isAutomatic(headers: MailHeaders): boolean {
  const submitted = firstHeader(headers, 'auto-submitted').toLowerCase();
  if (submitted !== '' && !/^no(?![\w-])/.test(submitted)) return true;
  if (/^auto[_-]?reply/i.test(firstHeader(headers, 'precedence'))) return true;
  for (const name of [
    'x-autoreply',
    'x-autorespond',
    'x-autoresponse',
    'x-autoreply-from',
    'x-auto-reply-from',
    'x-loop',
    'x-mail-autoreply',
    'x-cron-env',
  ]) {
    const value = firstHeader(headers, name).toLowerCase();
    if (headers.has(name) && value !== 'no') return true;
  }
  if (hasEmptyReturnPath(headers) || firstHeader(headers, 'content-type').toLowerCase().startsWith('multipart/report'))
    return true;
  if (answerSubject.test(subjectOf(headers))) return true;
  const from = firstHeader(headers, 'from');
  return noReplySender.test(from) || bounceSender.test(from);
}

function hasEmptyReturnPath(headers: MailHeaders): boolean {
  return /^<\s*>$/.test(firstHeader(headers, 'return-path'));
}

function subjectOf(headers: MailHeaders): string {
  return fold(firstHeader(headers, 'subject'));
}

/** Outlook's wish to get no automatic answer: honoured, but no proof that the mail is automatic. */
export function suppressesAutoResponse(headers: MailHeaders): boolean {
  const value = firstHeader(headers, 'x-auto-response-suppress').toLowerCase();
  return /(?:^|[,\s])(?:all|oof|autoreply)(?:$|[,\s])/.test(value);
}
