import { readFile } from 'node:fs/promises';
import { blockSchemas } from '../domain/chatbot/block-file.schema.ts';
import { chatbotFile } from '../domain/chatbot/chatbot-file.schema.ts';
import { readChatbot } from '../domain/chatbot/read-chatbot.ts';
import { schemaKeys } from '../domain/design/schema-keys.ts';

const guide = await readFile(new URL('chatbots.md', import.meta.url), 'utf8');

test('every example of the guide is a chatbot without a mistake or warning', () => {
  const examples = Array.from(guide.matchAll(/```yaml\n(.*?)```/gs), ([, text]) => text ?? '');
  expect(examples.length).toBeGreaterThan(1);
  for (const text of examples) {
    expect(readChatbot(text, { calendars: [], teams: [], attributes: [] }).problems).toEqual([]);
  }
});

test('the guide names every key of the file and of each block, and no other', () => {
  for (const key of chatbotFile.keyof().options) expect(guide).toContain(`\`${key}\``);
  const lines = Array.from(guide.matchAll(/^\| `([a-z-]+)(?:: (.*?))?` \|/gm), ([, kind = '', body = '']) => [
    kind,
    body,
  ]);
  const told = new Map(lines.map(([kind, body]) => [kind, body]));
  for (const [kind, schema] of Object.entries(blockSchemas)) {
    expect(told.has(kind)).toBe(true);
    for (const key of schemaKeys(schema, [])) expect(told.get(kind)).toMatch(new RegExp(`\\b${key}\\b`));
  }
});
