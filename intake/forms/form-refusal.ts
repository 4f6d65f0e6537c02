import type { ErrorCode } from '../../domain/errors.ts';

export interface FormProblem {
  field: string;
  message: string;
}

/** Why a post is not taken in, in the visitor's language. */
export class FormRefusal extends Error {
  readonly status: number;
  readonly code: ErrorCode;
  readonly problems: FormProblem[];
  readonly retryAfterSeconds: number | null;
  /** The page to send again must carry a new key. */
  readonly needsNewKey: boolean;

  constructor(refusal: {
    status: number;
    code?: ErrorCode;
    message: string;
    problems?: FormProblem[];
    retryAfterSeconds?: number;
    needsNewKey?: boolean;
  }) {
    super(refusal.message);
    this.name = 'FormRefusal';
    this.status = refusal.status;
    this.code = refusal.code ?? 'INVALID_INPUT';
    this.problems = refusal.problems ?? [];
    this.retryAfterSeconds = refusal.retryAfterSeconds ?? null;
    this.needsNewKey = refusal.needsNewKey ?? false;
  }
}
