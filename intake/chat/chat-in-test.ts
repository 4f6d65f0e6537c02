import { pino } from 'pino';
import { publishDesign, saveDesign, findDesign } from '../../database/designs.ts';
import type { Database } from '../../database/connect.ts';
import { theDesk } from '../../domain/actor.ts';
import type { Chatbot } from '../../domain/chatbot/flow.ts';
import type { LineView } from '../../domain/conversation-views.ts';
import { createIntake } from '../create-intake.ts';
import type { IntakeDesk } from '../intake-desk.ts';
import { readToken } from '../../channels/web/signed-token.ts';

export const TEST_KEY = Buffer.alloc(32, 9);

/** The intake of a test, with no engine behind it: what the bot says is what the test writes. */
export async function startIntake(database: Database) {
  const desk: IntakeDesk = {
    database,
    client: null,
    lingerSeconds: 1,
    continueAfterEvents: 2000,
    secretKey: TEST_KEY,
    publicUrl: 'https://help.example',
    requestSeconds: 60,
    log: pino({ level: 'silent' }),
  };
  const server = createIntake(desk);
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return { desk, server, url };
}

/** A published chatbot that only says hello. */
export async function aChatbot(database: Database, wish: Partial<Chatbot> = {}): Promise<Chatbot> {
  const name = wish.name ?? `bot-${Math.random().toString(36).slice(2)}`;
  const definition: Chatbot = {
    title: `Help ${name}`,
    language: 'en',
    timeoutSeconds: 600,
    goneSeconds: 60,
    tags: [],
    origins: ['https://shop.example'],
    limits: { startsPerHour: 1000, linesPerMinute: 1000 },
    start: 'main',
    flows: { main: [{ kind: 'say', text: 'Hello' }] },
    ...wish,
    name,
  };
  const { title, tags } = definition;
  const now = new Date().toISOString();
  const text = JSON.stringify(definition);
  const save = {
    kind: 'chatbot' as const,
    name,
    title,
    tags,
    text,
    definition,
    isPublished: true,
    actor: theDesk,
    now,
  };
  await saveDesign(database, save);
  return definition;
}

/** Goes back to a version, or on to a draft. */
export async function publishVersion(database: Database, name: string, version: number): Promise<void> {
  const design = await findDesign(database, 'chatbot', name);
  await publishDesign(database, { design, version, actor: theDesk, now: new Date().toISOString() });
}

/** What the bot would write in its turn. */
export async function botSays(
  database: Database,
  token: string,
  line: { text: string; options?: LineView['options']; author?: LineView['author']; authorName?: string },
): Promise<void> {
  const id = talkId(token);
  await database.raw(
    `WITH talk AS (
       UPDATE conversations SET line_count = line_count + 1, taken_number = line_count, waiting_since = NULL
       WHERE id = :id RETURNING line_count)
     INSERT INTO conversation_lines (conversation_id, number, author, author_name, text, data, at)
     SELECT :id, line_count, :author, :authorName, :text, :data, now() FROM talk`,
    {
      id,
      author: line.author ?? 'bot',
      authorName: line.authorName ?? null,
      text: line.text,
      data: JSON.stringify(line.options ? { options: line.options } : {}),
    },
  );
}

export function talkId(token: string): string {
  return readToken(TEST_KEY, 'conversation', token) ?? '';
}
