import type { Waiting } from './conversation.ts';
import { nextDue } from './next-due.ts';

const chatbot = { timeoutSeconds: 600, goneSeconds: 60 };

function dueOf(waiting: Waiting | null, { lastLineAt = '12:00:00', visitorSeenAt = '12:00:00' } = {}) {
  const at = (time: string) => `2026-11-23T${time}.000Z`;
  const { stimulus, at: due } = nextDue(chatbot, {
    state: { waiting },
    lastLineAt: at(lastLineAt),
    visitorSeenAt: at(visitorSeenAt),
  });
  return [stimulus.kind, due.slice(11, 19)];
}

test('a visitor whose page is closed has left, one whose page stays open falls silent', () => {
  expect(dueOf({ kind: 'answer', tries: 0 })).toEqual(['visitor-left', '12:01:00']);
  expect(dueOf({ kind: 'answer', tries: 0 }, { visitorSeenAt: '12:09:30' })).toEqual(['visitor-silent', '12:10:00']);
});

test('a block that gives up waiting comes before the silence that it expects', () => {
  const until = '2026-11-23T12:00:30.000Z';
  expect(dueOf({ kind: 'message', until })).toEqual(['due', '12:00:30']);
  const atOnce = '2026-11-23T12:01:00.000Z';
  expect(dueOf({ kind: 'message', until: atOnce })).toEqual(['due', '12:01:00']);
});

test('nobody is taken for silent while the bot itself pauses', () => {
  const until = '2026-11-23T13:00:00.000Z';
  expect(dueOf({ kind: 'pause', until }, { visitorSeenAt: '12:59:30' })).toEqual(['due', '13:00:00']);
});
