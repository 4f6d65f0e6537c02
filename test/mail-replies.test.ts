import { readFileSync } from 'node:fs';
import { splitReply } from '../domain/mail/split-reply.ts';

/** Bodies as clients of many kinds and languages write them, and prose that only looks like history. */
const replies = JSON.parse(readFileSync(new URL('./mails/replies.json', import.meta.url), 'utf8')) as {
  name: string;
  text: string;
  reply: string;
}[];

test.each(replies)('the reply in a body like "$name" is what its author wrote', ({ text, reply }) => {
  expect(splitReply(text).reply).toBe(reply);
});
