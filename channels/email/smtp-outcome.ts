import type { NodemailerError } from 'nodemailer/lib/errors';
import type { MailReceipt } from './mail-receipt.ts';
import { serverWords } from './server-words.ts';

/** Faults of our settings or of the way to the server, never of the recipient. */
const CONFIGURATION_CODES = ['EAUTH', 'ENOAUTH', 'EOAUTH2', 'ETLS', 'EREQUIRETLS', 'ECONFIG'];
/** Certificate errors and failed handshakes come with Node's own codes. */
const TLS_CODE = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/;
/** Errors before a connection stands. */
const UNSENT_TIMEOUTS = ['CONNECT_TIMEOUT', 'GREETING_TIMEOUT'];

/**
 * What a failed attempt means. `isBodyStarted` tells whether a byte of the message was handed to the connection: only
 * then is a lost connection an unknown outcome, since without it the server had nothing to accept.
 */
export function smtpOutcome(error: unknown, isBodyStarted: boolean): MailReceipt {
  const fault: Partial<NodemailerError> = Object(error);
  const code = codeOf(fault);
  const response = serverWords(fault.response ?? fault.message ?? String(error));
  if (isPassingRefusal(fault)) return { outcome: 'deferred', response, code };
  if (isConfigurationFault(fault)) return { outcome: 'fault', response, code };
  if (fault.permanent === true) return { outcome: 'refused', permanent: true, response, code };
  if (isRefusedByUs(fault)) return { outcome: 'refused', permanent: true, response, code };
  return { outcome: isSurelyUnsent(fault, isBodyStarted) ? 'deferred' : 'unsure', response, code };
}

/** 4yz and 503 answers, also to a login: the server is busy, not unwilling. */
function isPassingRefusal(fault: Partial<NodemailerError>): boolean {
  return fault.permanent === false || originalCodeOf(fault) === 'MAIL_UNREACHABLE';
}

function isConfigurationFault(fault: Partial<NodemailerError>): boolean {
  return (
    CONFIGURATION_CODES.includes(fault.code ?? '') ||
    TLS_CODE.test(originalCodeOf(fault)) ||
    // "Authentication required" to MAIL FROM: the sender lacks its login.
    (fault.responseCode === 530 && fault.command === 'MAIL FROM')
  );
}

/** Our side found the mail unfit before it spoke to the server: no retry will help. */
function isRefusedByUs(fault: Partial<NodemailerError>): boolean {
  const isLocalEnvelope = fault.code === 'EENVELOPE' && fault.responseCode === undefined;
  const isLargerThanAllowed = fault.code === 'EMESSAGE' && fault.responseCode === undefined;
  return (
    isLocalEnvelope || isLargerThanAllowed || ['EMAXRECIPIENTS', 'EFILEACCESS', 'EURLACCESS'].includes(fault.code ?? '')
  );
}

function isSurelyUnsent(fault: Partial<NodemailerError>, isBodyStarted: boolean): boolean {
  return (
    !isBodyStarted ||
    fault.code === 'EDNS' ||
    originalCodeOf(fault) === 'ECONNREFUSED' ||
    UNSENT_TIMEOUTS.includes(textOf(fault, 'timeoutType'))
  );
}

function codeOf(fault: Partial<NodemailerError>): string {
  return [fault.code ?? 'UNKNOWN', originalCodeOf(fault), textOf(fault, 'timeoutType')].filter(Boolean).join('/');
}

function originalCodeOf(fault: Partial<NodemailerError>): string {
  return textOf(fault, 'originalCode');
}

function textOf(fault: object, field: string): string {
  const value: unknown = Reflect.get(fault, field);
  return typeof value === 'string' ? value : '';
}
