// An operator's typed command as a process of its own: tags a ticket. Words: ticket id, command id, tag.
import { ask } from '../../../client/ask.ts';
import { connect } from '../../../database/connect.ts';
import { createFailPoint } from '../../../worker/fail-point.ts';

const [ticketId = '', commandId = '', tag = ''] = process.argv.slice(2);
const database = connect(process.env['DATABASE_URL'] ?? '');
await ask(
  {
    database,
    client: null,
    lingerSeconds: 1,
    continueAfterEvents: 2000,
    failPoint: createFailPoint(process.env['DESKHAND_FAIL_POINTS'] ?? null),
  },
  {
    ticketId,
    commandId,
    command: { name: 'tag', add: [tag], remove: [] },
    actor: { kind: 'desk' },
    patienceMilliseconds: 0,
  },
);
await database.destroy();
