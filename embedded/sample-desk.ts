import type { Client } from '@temporalio/client';
import { createSecrets } from '../channels/secrets.ts';
import { saveChatbotText, saveFormText } from '../client/save-design.ts';
import { setPollSchedule } from '../client/schedules.ts';
import { saveCalendar } from '../database/calendars.ts';
import { connect, type Database } from '../database/connect.ts';
import { newId } from '../database/new-id.ts';
import { saveRule } from '../database/redirection-rules.ts';
import { saveSource } from '../database/sources.ts';
import { theDesk } from '../domain/actor.ts';
import { readCalendar } from '../domain/calendar/read-calendar.ts';
import { fold } from '../domain/fold.ts';
import { ACKNOWLEDGEMENT_TEMPLATES } from '../domain/mail/acknowledgement.ts';
import type { Desk } from '../client/ask.ts';
import { connectSamplePlatforms, moveSamplePlatforms, type SampleStandIns } from './sample-platforms.ts';
import { sampleText } from './sample-text.ts';

export interface SampleDesk {
  databaseUrl: string;
  client: Client;
  secretKey: Buffer;
  /** How long tickets' workflows stay. */
  life: Pick<Desk, 'lingerSeconds' | 'continueAfterEvents'>;
  /** What the stand-ins told: ports, accounts, tokens. */
  standIns: SampleStandIns & { mail: { imapPort: number; smtpPort: number } };
  /** Where the stand-ins push to; null while it is not known. */
  intakeUrl: string | null;
  /** The user of this machine becomes one of the sample's representatives. */
  osUser: string;
}

const POLL_SECONDS = 5;
const people = [
  { name: 'Ayşe Yılmaz', email: 'ayse@desk.sample.test' },
  { name: 'Mehmet Kaya', email: 'mehmet@desk.sample.test' },
  { name: 'Elif Demir', email: 'elif@desk.sample.test' },
];
const mailboxes = [
  { user: 'support', address: 'support@sample.test', tags: ['Support'] },
  { user: 'siparis', address: 'siparis@sample.test', tags: ['Sipariş'] },
];

/**
 * Fills an empty desk from the sandbox: people, a team, two mailboxes, a sender, redirection rules, a calendar, chatbots
 * and a form. On a desk that has sources already nothing is touched but the ports of the stand-in, should they have
 * changed.
 * @returns whether the desk was empty
 */
export async function fillSampleDesk(sample: SampleDesk): Promise<boolean> {
  const database = connect(sample.databaseUrl, { maxConnections: 2 });
  try {
    const isFilled = await database('sources').where({ channel: 'email' }).first('id');
    if (isFilled) {
      await moveToPresentPorts(database, sample);
      return false;
    }
    const [ayse, mehmet, elif] = await addPeople(database, sample.osUser);
    const teamId = await addTeam(database, 'Orders', [mehmet!, elif!]);
    const senderId = await addSender(database, sample);
    await addRules(database, { leadId: ayse!, teamId });
    await addDesigns(database);
    await Promise.all([
      ...mailboxes.map((mailbox) => addMailbox(database, { sample, senderId, mailbox })),
      connectPlatforms(database, sample),
    ]);
    return true;
  } finally {
    await database.destroy();
  }
}

const now = () => new Date().toISOString();

async function connectPlatforms(database: Database, sample: SampleDesk): Promise<void> {
  const { secretKey, client, life, intakeUrl, standIns } = sample;
  if (!intakeUrl) return;
  await connectSamplePlatforms({ database, secretKey, desk: { database, client, ...life }, intakeUrl }, standIns);
}

async function addPeople(database: Database, osUser: string): Promise<string[]> {
  const rows = people.map(({ name, email }, position) => ({
    id: newId(),
    name,
    name_folded: fold(name),
    email,
    email_folded: fold(email),
    os_user: position === 0 ? osUser : null,
    created_at: now(),
  }));
  await database('representatives').insert(rows);
  return rows.map(({ id }) => id);
}

async function addTeam(database: Database, name: string, memberIds: string[]): Promise<string> {
  const id = newId();
  await database('teams').insert({ id, name, name_folded: fold(name), created_at: now() });
  await database('team_members').insert(memberIds.map((representative_id) => ({ team_id: id, representative_id })));
  return id;
}

async function addSender(database: Database, { standIns: { mail } }: SampleDesk): Promise<string> {
  const id = newId();
  const settings = {
    fromAddress: 'support@sample.test',
    fromName: 'Sample Shop',
    host: '127.0.0.1',
    port: mail.smtpPort,
    security: 'none',
    signature: 'Sample Shop\nsupport@sample.test',
  };
  await database('senders').insert({
    id,
    name: 'Sample Shop',
    name_folded: fold('Sample Shop'),
    settings: JSON.stringify(settings),
    is_default: true,
    created_at: now(),
  });
  return id;
}

async function addRules(database: Database, { leadId, teamId }: { leadId: string; teamId: string }): Promise<void> {
  const rule = { ruleId: null, actor: theDesk, now: now() };
  await saveRule(database, { ...rule, tags: ['Support'], recipients: [{ kind: 'representative', id: leadId }] });
  await saveRule(database, {
    ...rule,
    tags: ['Sipariş'],
    recipients: [
      { kind: 'team', id: teamId },
      { kind: 'address', address: 'warehouse@partner.test' },
    ],
  });
  await saveRule(database, {
    ...rule,
    tags: ['After Hours Ticket', 'Contact form'],
    recipients: [{ kind: 'address', address: 'reception@partner.test' }],
  });
  await saveRule(database, {
    ...rule,
    tags: ['Instagram', 'Facebook'],
    recipients: [{ kind: 'address', address: 'social@partner.test' }],
  });
  // So many come to a sample desk that a quota holds some of these back for a while.
  await saveRule(database, {
    ...rule,
    tags: ['*'],
    recipients: [{ kind: 'address', address: 'everything@partner.test' }],
  });
}

/** When the shop works, the chatbot of either language that asks for it, and the contact form. */
async function addDesigns(database: Database): Promise<void> {
  const { calendar } = readCalendar(await sampleText('office'));
  if (!calendar) throw new Error('the sample calendar cannot be read');
  const by = { actor: theDesk, now: now() };
  await saveCalendar(database, { calendar, ...by });
  for (const name of ['after-hours', 'mesai-disi'] as const) {
    await saveChatbotText(database, { text: await sampleText(name), isPublished: true, ...by });
  }
  await saveFormText(database, { text: await sampleText('contact'), isPublished: true, ...by });
}

async function addMailbox(
  database: Database,
  { sample, senderId, mailbox }: { sample: SampleDesk; senderId: string; mailbox: (typeof mailboxes)[number] },
): Promise<void> {
  const source = {
    channel: 'email' as const,
    name: mailbox.address,
    senderId,
    tags: mailbox.tags,
    pollIntervalSeconds: POLL_SECONDS,
    acknowledgement: { isOn: false, ...ACKNOWLEDGEMENT_TEMPLATES.en },
    actor: theDesk,
    now: now(),
  };
  // A secret is sealed to its source, so the source must have its id first; it is polled only once it is complete.
  const sourceId = newId();
  const sealed = createSecrets(sample.secretKey).seal('secret', `source:${sourceId}:password`);
  const settings = {
    host: '127.0.0.1',
    port: sample.standIns.mail.imapPort,
    security: 'none',
    user: mailbox.user,
    auth: { kind: 'password', secret: { sealed } },
    addresses: [mailbox.address],
  };
  await saveSource(database, { ...source, id: null, newId: sourceId, settings });
  await setPollSchedule(sample.client, { sourceId, intervalSeconds: POLL_SECONDS, isPaused: false }).catch(() => {
    // Reconcile makes the schedules match the sources, half a minute later.
  });
}

async function moveToPresentPorts(database: Database, { standIns }: SampleDesk): Promise<void> {
  await moveSamplePlatforms(database, standIns);
  const { mail } = standIns;
  const moved = async (table: 'sources' | 'senders', port: number, among: object) => {
    await database(table)
      .where(among)
      .whereRaw(`settings ->> 'host' = '127.0.0.1' AND settings ->> 'port' IS DISTINCT FROM ?`, [String(port)])
      .update({
        settings: database.raw(`settings || jsonb_build_object('port', ?::int)`, [port]),
        version: database.raw('version + 1'),
      });
  };
  await moved('sources', mail.imapPort, { channel: 'email' });
  await moved('senders', mail.smtpPort, {});
}
