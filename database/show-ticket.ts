import { DeskError } from '../domain/errors.ts';
import type {
  DeliveryView,
  EventView,
  InputView,
  MessageView,
  TicketDetail,
  TraceView,
  WakeView,
} from '../domain/views.ts';
import type { Connection } from './connect.ts';
import { deliveryInUtc, deliveryObject } from './list-deliveries.ts';
import { isId } from './named-row.ts';
import { ticketViews, toTicketRow, type ViewedTicket } from './ticket-views.ts';

/** What a command needs to know of its ticket beforehand. */
export interface FoundTicket {
  id: string;
  number: number;
  version: number;
  /** ISO; with the id its place in a list. */
  activityAt: string;
  statusId: string;
  teamId: string | null;
  /** The newest message that makes an older answer out of date. */
  conflictNumber: number;
}

/** A ticket by its number (with or without #) or id; purged ones too. */
export async function findTicket(connection: Connection, numberOrId: string): Promise<FoundTicket | null> {
  const digits = /^#?(\d{1,15})$/.exec(numberOrId.trim())?.[1];
  if (!digits && !isId(numberOrId)) return null;
  type Row = Omit<FoundTicket, 'activityAt'> & { activityAt: Date };
  const row = await connection('tickets')
    .where(digits ? { number: Number(digits) } : { id: numberOrId })
    .first<Row | undefined>({
      id: 'id',
      number: 'number',
      version: 'version',
      activityAt: 'activity_at',
      statusId: 'status_id',
      teamId: 'team_id',
      conflictNumber: 'conflict_number',
    });
  return row ? { ...row, activityAt: row.activityAt.toISOString() } : null;
}

/** Everything about one ticket, in two statements. @throws DeskError NOT_FOUND */
export async function showTicket(connection: Connection, ticketId: string): Promise<TicketDetail> {
  const page = 'SELECT * FROM tickets WHERE id = ?::uuid';
  const { rows } = await connection.raw<{ rows: ViewedTicket[] }>(ticketViews(page, 'DESC'), [ticketId]);
  const row = rows[0];
  if (!row) throw new DeskError('NOT_FOUND', `there is no ticket ${ticketId}`);
  const life = await connection.raw<{ rows: Life[] }>(lifeStatement, { ticketId });
  const { messages, events, deliveries, traces, wakes, inputs, links } = life.rows[0]!;
  return {
    ...toTicketRow(row),
    conflictNumber: row.conflict_number,
    messageCount: row.message_count,
    messages: messages.map((message) => ({ ...message, at: utc(message.at) })),
    events: events.map((event) => ({ ...event, at: utc(event.at) })),
    deliveries: deliveries.map(deliveryInUtc),
    traces: traces.map((trace) => ({ ...trace, at: utc(trace.at) })),
    wakes: wakes.map((wake) => ({ ...wake, due: utc(wake.due), firedAt: wake.firedAt && utc(wake.firedAt) })),
    inputs: inputs.map((input) => ({ ...input, createdAt: utc(input.createdAt) })),
    links,
  };
}

interface Life {
  messages: MessageView[];
  events: EventView[];
  deliveries: DeliveryView[];
  traces: TraceView[];
  wakes: WakeView[];
  inputs: InputView[];
  links: TicketDetail['links'];
}

function utc(time: string): string {
  return new Date(time).toISOString();
}

/** Who did something, as screens name them: a person's or contact's name, a source's, or the desk. */
function actorObject(actor: string): string {
  return `json_build_object('kind', ${actor} ->> 'kind', 'name', coalesce(${actor} ->> 'name',
    CASE ${actor} ->> 'kind'
      WHEN 'contact' THEN (SELECT coalesce(name, email, phone) FROM contacts WHERE id = (${actor} ->> 'id')::uuid)
      WHEN 'source' THEN (SELECT name FROM sources WHERE id = (${actor} ->> 'id')::uuid) END))`;
}

const lifeStatement = `SELECT
  (SELECT coalesce(json_agg(json_build_object('id', m.id, 'number', m.number, 'kind', m.kind,
      'author', json_build_object('name', m.author ->> 'name', 'address', coalesce(m.author ->> 'address',
        (SELECT email FROM representatives WHERE m.author ->> 'kind' = 'representative' AND id = (m.author ->> 'id')::uuid))),
      'text', m.text, 'reply', m.reply, 'recipients', m.recipients, 'automatic', m.automatic, 'at', m.at,
      'attachments', (SELECT coalesce(json_agg(json_build_object('id', a.id, 'name', a.name, 'contentType', a.content_type,
          'size', a.size, 'droppedReason', a.dropped_reason) ORDER BY a.position), '[]')
        FROM attachments a WHERE a.message_id = m.id),
      'platformItemId', m.platform_item_id, 'deliveryId', (SELECT d.id FROM deliveries d WHERE d.ticket_id = m.ticket_id AND d.message_id = m.id
        AND d.kind IN ('reply', 'forward', 'chat', 'public-reply', 'private-reply') ORDER BY d.planned_at DESC LIMIT 1)) ORDER BY m.number), '[]')
    FROM messages m WHERE m.ticket_id = :ticketId) AS messages,
  (SELECT coalesce(json_agg(json_build_object('number', number, 'type', type, 'at', at,
      'actor', ${actorObject('events.actor')}, 'data', data) ORDER BY number), '[]')
    FROM events WHERE ticket_id = :ticketId) AS events,
  (SELECT coalesce(json_agg(${deliveryObject} ORDER BY d.planned_at, d.id), '[]')
    FROM deliveries d JOIN tickets t ON t.id = d.ticket_id LEFT JOIN senders s ON s.id = d.sender_id
    WHERE d.ticket_id = :ticketId) AS deliveries,
  (SELECT coalesce(json_agg(json_build_object('ruleKind', traces.rule_kind, 'ruleId', traces.rule_id, 'ruleNumber', r.position,
      'ruleVersion', traces.rule_version, 'ruleTags', coalesce(to_json(v.tags), '[]'), 'ticketVersion', traces.ticket_version,
      'hasMatched', traces.has_matched, 'reason', traces.reason, 'at', traces.at) ORDER BY traces.at, r.position), '[]')
    FROM traces LEFT JOIN redirection_rules r ON r.id = traces.rule_id
      LEFT JOIN redirection_rule_versions v ON v.rule_id = traces.rule_id AND v.version = traces.rule_version
    WHERE traces.ticket_id = :ticketId) AS traces,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'kind', kind, 'due', due, 'firedAt', fired_at) ORDER BY due), '[]')
    FROM wakes WHERE ticket_id = :ticketId) AS wakes,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'number', number, 'kind', kind, 'state', state,
      'command', CASE WHEN kind = 'command' THEN data ->> 'name' END, 'actor', ${actorObject('inputs.actor')},
      'errorCode', error_code, 'errorDetail', error_detail, 'createdAt', created_at) ORDER BY number), '[]')
    FROM inputs WHERE ticket_id = :ticketId AND state IN ('waiting', 'parked')) AS inputs,
  (SELECT coalesce(json_agg(json_build_object('kind', links.kind, 'number', t.number, 'subject', t.subject,
      'direction', links.direction) ORDER BY t.number), '[]')
    FROM (SELECT kind, other_id, 'to' AS direction FROM ticket_links WHERE ticket_id = :ticketId
      UNION ALL SELECT kind, ticket_id, 'from' FROM ticket_links WHERE other_id = :ticketId) AS links
      JOIN tickets t ON t.id = links.other_id) AS links`;
