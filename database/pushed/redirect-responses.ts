import type { Actor } from '../../domain/actor.ts';
import { DeskError } from '../../domain/errors.ts';
import { writeAudit } from '../audit.ts';
import type { Connection, Database } from '../connect.ts';
import { despiteDeadlocks } from '../despite-deadlocks.ts';
import { loadDesk } from '../load-desk.ts';
import { findSource } from '../sources.ts';
import { openResponse } from './open-response.ts';
import { findPushedForm } from './pushed-form-row.ts';
import { toResponse, type ResponseRow } from './pushed-response-row.ts';
import { awaitOthers, isOnMeanwhile } from './switching-lock.ts';

export interface Redirected {
  /** Tickets that opened now, to be looked at. */
  ticketIds: string[];
  /** Responses whose source is off: they become tickets when it is switched on. */
  waitingCount: number;
}

/**
 * Makes tickets of responses of a period that are none yet, each once, however often and by how many this is asked for.
 * @param of.from ISO, of the submission; `to` is excluded
 * @throws DeskError NOT_FOUND, INVALID_INPUT
 */
export async function redirectResponses(
  database: Database,
  of: { formId: string; from: string; to: string; actor: Actor; now: string },
): Promise<Redirected> {
  const { formId, from, to, actor, now } = of;
  if (!(Date.parse(from) < Date.parse(to))) throw new DeskError('INVALID_INPUT', 'the period ends before it begins');
  const form = await findPushedForm(database, { id: formId });
  if (!form) throw new DeskError('NOT_FOUND', `there is no form ${formId}`);
  const marked = await database.transaction(async (transaction) => {
    await writeAudit(transaction, {
      actor,
      action: 'pushed-form.redirected',
      subject: formId,
      data: { from, to },
      now,
    });
    return withoutTicket(transaction)
      .where({ form_id: formId })
      .where('submitted_at', '>=', from)
      .where('submitted_at', '<', to)
      .update({ wants_ticket: true })
      .returning<{ id: string }[]>('id');
  });
  return openAll(
    database,
    marked.map(({ id }) => id),
    now,
  );
}

/** What came while the source was off and was to become a ticket: to be called once it is on. */
export async function takeInWaitingResponses(
  database: Database,
  { sourceId, now }: { sourceId: string; now: string },
): Promise<Redirected> {
  await database.transaction((transaction) => awaitOthers(transaction, sourceId));
  const ids = await withoutTicket(database)
    .where({ wants_ticket: true })
    .whereIn('form_id', database('pushed_forms').where({ source_id: sourceId }).select('id'))
    .orderBy([{ column: 'submitted_at' }, { column: 'id' }])
    .pluck<string[]>('id');
  return openAll(database, ids, now);
}

/** Answers are gone where a ticket of theirs was erased. */
function withoutTicket(connection: Connection) {
  return connection('pushed_responses').whereNull('ticket_id').whereNotNull('answers');
}

/** One by one, so that a long list holds up nobody. */
async function openAll(database: Database, ids: readonly string[], now: string): Promise<Redirected> {
  const redirected: Redirected = { ticketIds: [], waitingCount: 0 };
  for (const id of ids) {
    const opened = await despiteDeadlocks(() => database.transaction((transaction) => open(transaction, id, now)));
    redirected.ticketIds.push(...opened.ticketIds);
    redirected.waitingCount += opened.waitingCount;
  }
  return redirected;
}

/** Nothing where somebody else opened it meanwhile. */
async function open(transaction: Connection, id: string, now: string): Promise<Redirected> {
  const row = await withoutTicket(transaction)
    .where({ id })
    .forUpdate()
    .first<(ResponseRow & { form_id: string }) | undefined>();
  const form = row && (await findPushedForm(transaction, { id: row.form_id }));
  if (!form) return { ticketIds: [], waitingCount: 0 };
  if (!(await isOnMeanwhile(transaction, form.sourceId))) return { ticketIds: [], waitingCount: 1 };
  const source = await findSource(transaction, form.sourceId);
  const desk = await loadDesk(transaction);
  const ticketId = await openResponse(transaction, { source, form, response: toResponse(row), desk, now });
  return { ticketIds: ticketId ? [ticketId] : [], waitingCount: 0 };
}
