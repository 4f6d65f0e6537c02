import type { KeptPushedResponse } from './open-response.ts';

/** A response as it is kept, as far as a ticket is made of it. */
export interface ResponseRow extends Pick<KeptPushedResponse, 'id' | 'answers' | 'told'> {
  submission_id: string;
  submitted_at: Date;
}

/** As it is read everywhere else. */
export function toResponse({ id, answers, told, ...row }: ResponseRow): KeptPushedResponse {
  return { id, answers, told, submissionId: row.submission_id, submittedAt: row.submitted_at.toISOString() };
}
