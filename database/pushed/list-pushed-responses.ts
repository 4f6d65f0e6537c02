import type { PushedAnswer } from '../../domain/platform/platform-item.ts';
import type { Connection } from '../connect.ts';

export interface PushedResponseRow {
  id: string;
  submissionId: string;
  submittedAt: Date;
  /** Null once they were erased. */
  answers: PushedAnswer[] | null;
  /** It is to become a ticket, or has become one. */
  wantsTicket: boolean;
  ticketNumber: number | null;
}

/** A form's responses, the newest first. */
export async function listPushedResponses(
  connection: Connection,
  { formId, limit }: { formId: string; limit: number },
): Promise<PushedResponseRow[]> {
  return connection('pushed_responses')
    .leftJoin('tickets', 'tickets.id', 'pushed_responses.ticket_id')
    .where({ 'pushed_responses.form_id': formId })
    .orderBy([
      { column: 'pushed_responses.submitted_at', order: 'desc' },
      { column: 'pushed_responses.id', order: 'desc' },
    ])
    .limit(limit)
    .select<PushedResponseRow[]>({
      id: 'pushed_responses.id',
      submissionId: 'pushed_responses.submission_id',
      submittedAt: 'pushed_responses.submitted_at',
      answers: 'pushed_responses.answers',
      wantsTicket: 'pushed_responses.wants_ticket',
      ticketNumber: 'tickets.number',
    });
}
