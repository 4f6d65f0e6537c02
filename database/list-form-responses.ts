import type { Connection } from './connect.ts';

/** What one visitor sent by a form. */
export interface FormResponse {
  id: string;
  version: number;
  ticketNumber: number;
  /** By field; null once the contact was erased. */
  answers: Record<string, unknown> | null;
  language: string;
  receivedAt: Date;
}

/** The newest first. */
export async function listFormResponses(
  connection: Connection,
  designId: string,
  limit: number,
): Promise<FormResponse[]> {
  return connection('form_responses')
    .join('tickets', 'tickets.id', 'form_responses.ticket_id')
    .where({ 'form_responses.design_id': designId })
    .orderBy([
      { column: 'form_responses.received_at', order: 'desc' },
      { column: 'form_responses.id', order: 'desc' },
    ])
    .limit(limit)
    .select<FormResponse[]>({
      id: 'form_responses.id',
      version: 'form_responses.version',
      ticketNumber: 'tickets.number',
      answers: 'form_responses.answers',
      language: 'form_responses.language',
      receivedAt: 'form_responses.received_at',
    });
}
