import { isOurAddress } from './mail/is-our-address.ts';
import { fold } from './fold.ts';

const DAY = 24 * 60 * 60_000;

/** Local parts of machines, compared without separators; also the forms Turkish senders use. */
const MACHINE_LOCAL_PART =
  /^(no|non|donot|dont)reply|^(mailerdaemon|postmaster|bounces?(?![a-z])|nobody|listserv|majordomo|cevaplamayiniz|cevaplamayin|yanitlamayiniz|yanitlamayin)|noreply$/;

export type AcknowledgementQuestion = {
  isEnabled: boolean;
  /** Who would get it; null when the mail names no sender. */
  address: string | null;
  /** What kind of automatic mail this is, or null when a person wrote it. */
  automatic: string | null;
  /** The sender asked for no automatic answers (X-Auto-Response-Suppress). */
  suppressed: boolean;
  ourAddresses: readonly string[];
  /** Milliseconds; when this address last got an acknowledgement, whichever source sent it. */
  lastAcknowledgedAt: number | null;
};

export type AcknowledgementVerdict =
  | { allowed: true }
  | {
      allowed: false;
      reason:
        | 'off'
        | 'no-address'
        | 'automatic-mail'
        | 'asked-not-to'
        | 'our-address'
        | 'no-reply-address'
        | 'once-a-day';
    };

/**
 * Whether "We Received Your Request" may go out. The sender is unproven: forms and forged mail name victims, so an
 * address gets at most one a day whatever happens, and machines get none, or two desks would greet each other for ever.
 */
export function acknowledgementAllowed(question: AcknowledgementQuestion, now: number): AcknowledgementVerdict {
  if (!question.isEnabled) return { allowed: false, reason: 'off' };
  if (!question.address?.includes('@')) return { allowed: false, reason: 'no-address' };
  if (question.automatic !== null) return { allowed: false, reason: 'automatic-mail' };
  if (question.suppressed) return { allowed: false, reason: 'asked-not-to' };
  if (isOurAddress(question.address, question.ourAddresses)) return { allowed: false, reason: 'our-address' };
  if (isNoReplyAddress(question.address)) return { allowed: false, reason: 'no-reply-address' };
  if (question.lastAcknowledgedAt !== null && now - question.lastAcknowledgedAt < DAY)
    return { allowed: false, reason: 'once-a-day' };
  return { allowed: true };
}

/** Whether nobody reads what is sent to this address. */
export function isNoReplyAddress(address: string): boolean {
  const localPart = fold(address.slice(0, address.lastIndexOf('@'))).replace(/[-_.]/g, '');
  return MACHINE_LOCAL_PART.test(localPart);
}
