import { isTransient } from '../../database/transient.ts';
import { DeskError, type ErrorCode } from '../../domain/errors.ts';

/** Why a request gets no answer, as the caller is told. */
export interface RefusalWords {
  status: number;
  code: ErrorCode;
  message: string;
  /** The member of the request that is wrong. */
  field?: string;
  retryAfterSeconds?: number;
}

/** Thrown by whatever looks at a request. */
export class Refusal extends Error {
  readonly words: RefusalWords;

  constructor(words: RefusalWords) {
    super(words.message);
    this.name = 'Refusal';
    this.words = words;
  }
}

/** @throws Refusal 400 naming the member */
export function refuseField(field: string, message: string): never {
  throw new Refusal({ status: 400, code: 'INVALID_INPUT', message, field });
}

const statusOf: Partial<Record<ErrorCode, number>> = {
  NOT_FOUND: 404,
  INVALID_INPUT: 400,
  TEXT_MISSING: 400,
  REFUSED: 403,
  STATE_FORBIDS: 409,
  CONFLICT: 409,
  TOO_MANY_REQUESTS: 429,
  DATABASE_UNREACHABLE: 503,
  ENGINE_UNREACHABLE: 503,
  TRANSIENT: 503,
};

const RETRY_SECONDS = 2;

/** What the caller is told of any error; of a fault of ours not more than that there was one. */
export function refusalOf(error: unknown): RefusalWords {
  if (error instanceof Refusal) return error.words;
  const ofBody = bodyRefusal(error);
  if (ofBody) return ofBody;
  if (isTransient(error)) {
    return {
      status: 503,
      code: 'DATABASE_UNREACHABLE',
      message: 'the desk cannot be reached at the moment',
      retryAfterSeconds: RETRY_SECONDS,
    };
  }
  if (error instanceof DeskError) {
    const status = statusOf[error.code] ?? 500;
    const retryAfterSeconds = Number(error.details.retryAfterSeconds);
    const retry = retryAfterSeconds > 0 ? { retryAfterSeconds } : {};
    if (status !== 500) return { status, code: error.code, message: error.message, ...retry };
  }
  return { status: 500, code: 'UNEXPECTED', message: 'something went wrong here; it was noted' };
}

/** Bodies that never came as far as our own code. */
function bodyRefusal(error: unknown): RefusalWords | null {
  const { code, statusCode } = Object(error) as { code?: unknown; statusCode?: unknown };
  if (statusCode === 413) return { status: 413, code: 'INVALID_INPUT', message: 'this is more than is taken at once' };
  if (statusCode === 415) {
    return { status: 415, code: 'INVALID_INPUT', message: 'send JSON, with content-type: application/json' };
  }
  if (typeof code === 'string' && code.startsWith('FST_ERR_CTP')) {
    return { status: 400, code: 'INVALID_INPUT', message: 'the body is not JSON' };
  }
  if (statusCode === 400) return { status: 400, code: 'INVALID_INPUT', message: 'the request cannot be read' };
  return null;
}
