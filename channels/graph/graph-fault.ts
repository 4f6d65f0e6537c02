import type { ErrorCode } from '../../domain/errors.ts';
import { type FaultEffect, PlatformFault } from '../../domain/platform/platform-fault.ts';

/** The `error` of Meta's envelope, as far as it decides anything. */
export interface GraphError {
  code: number;
  /** 0 when there is none. */
  subcode: number;
  message: string;
  isTransient: boolean;
}

/** An error of the Graph API. Code and subcode decide, never the HTTP status. */
export class GraphFault extends PlatformFault {
  readonly graphCode: number;
  readonly graphSubcode: number;

  constructor(code: ErrorCode, { code: graphCode, subcode, message }: GraphError, of: FaultMeaning) {
    super(code, message, of);
    this.name = 'GraphFault';
    this.graphCode = graphCode;
    this.graphSubcode = subcode;
  }
}

type FaultMeaning = { effect: FaultEffect; until?: string };

/** How the error came: what was asked, and what the usage headers said. */
export interface FaultContext {
  isWrite: boolean;
  /** From the headers; 0 when they do not say. */
  regainMinutes: number;
  now: number;
}

const TRANSIENT = new Set([1, 2]);
const RATE_LIMITS = new Set([4, 17, 32, 613]);
const LOGIN = new Set([102, 190]);
const ROLE_LOST = 492;
const BLOCKED = 368;
const NOT_AS_THE_PAGE = 1705;
/** Without the capability for this call: an app that was not reviewed for it. */
export const CAPABILITY_MISSING = 3;
/** The comment is written, only the answer cannot be given (github.com/brightbeanxyz/brightbean-studio/pull/140). */
const WRITTEN_WITHOUT_ANSWER = { code: 20, subcode: 1_772_107 };
/** A message outside the time for it (Messenger Platform, "Error Codes"): the message is refused, no permission is lost. */
const OUTSIDE_WINDOW = { code: 10, subcode: 2_018_278 };
const UNKNOWN_OBJECT = 33;
/** Limits are of a rolling hour, and calls made meanwhile lengthen the block (Graph API, "Rate Limits"). */
const USUAL_WAIT_MINUTES = 60;

/**
 * What an error of the Graph API means for the source or the write (docs/platforms.md, §0; Graph API, "Handling Errors").
 * A write that failed for a passing reason may have happened: `unsure`.
 */
export function graphFault(error: GraphError, context: FaultContext): GraphFault {
  const { code, subcode } = error;
  if (is(error, WRITTEN_WITHOUT_ANSWER)) return of('PLATFORM_UNREADABLE', context.isWrite ? 'unsure' : 'refuse', error);
  if (TRANSIENT.has(code) || (error.isTransient && !isRateLimit(code)))
    return of('PLATFORM_UNREACHABLE', context.isWrite ? 'unsure' : 'retry', error);
  if (isRateLimit(code)) {
    const minutes = context.regainMinutes || USUAL_WAIT_MINUTES;
    const until = new Date(context.now + minutes * 60_000).toISOString();
    return new GraphFault('PLATFORM_RATE_LIMITED', error, { effect: 'wait', until });
  }
  if (LOGIN.has(code))
    return of(subcode === ROLE_LOST ? 'PLATFORM_ROLE_LOST' : 'PLATFORM_LOGIN_REJECTED', 'stop', error);
  if (code === NOT_AS_THE_PAGE) return of('PLATFORM_LOGIN_REJECTED', 'stop', error);
  if (code === BLOCKED) return of('PLATFORM_BLOCKED', 'stop', error);
  if (isPermission(code) && !is(error, OUTSIDE_WINDOW)) return of('PLATFORM_PERMISSION_MISSING', 'stop', error);
  return of('PLATFORM_REFUSED', 'refuse', error);
}

/** Whether the platform said this very code. */
export function hasGraphCode(fault: unknown, code: number): fault is GraphFault {
  return fault instanceof GraphFault && fault.graphCode === code;
}

/** A wrong parameter, or an object that is unknown, gone or not to be seen: the platform does not always tell which. */
export function isNotThere(fault: unknown): fault is GraphFault {
  return hasGraphCode(fault, 100);
}

/** Said of an object only, never of a parameter. */
export function isUnknownObject(fault: unknown): fault is GraphFault {
  return isNotThere(fault) && fault.graphSubcode === UNKNOWN_OBJECT;
}

function of(code: ErrorCode, effect: FaultEffect, error: GraphError): GraphFault {
  return new GraphFault(code, error, { effect });
}

/** 80001, 80002 and their neighbours are the limits of business use cases. */
function isRateLimit(code: number): boolean {
  return RATE_LIMITS.has(code) || (code >= 80_000 && code < 80_100);
}

function isPermission(code: number): boolean {
  return code === CAPABILITY_MISSING || code === 10 || (code >= 200 && code < 300);
}

function is(error: GraphError, named: { code: number; subcode: number }): boolean {
  return error.code === named.code && error.subcode === named.subcode;
}
