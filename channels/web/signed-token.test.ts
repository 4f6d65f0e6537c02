import fc from 'fast-check';
import { makeToken, readToken } from './signed-token.ts';

const key = Buffer.alloc(32, 7);
const id = '01a20859-e0d0-70d6-996d-0d37da73c91a';

test('a token opens what it was made for, with the key it was made with, and nothing else', () => {
  const token = makeToken(key, 'status', id);
  expect(token).toMatch(/^[\w-]+\.[\w-]{43}$/);
  expect(readToken(key, 'status', token)).toBe(id);
  expect(readToken(key, 'conversation', token)).toBeNull();
  expect(readToken(Buffer.alloc(32, 8), 'status', token)).toBeNull();
});

test('a token changed in any place opens nothing', () => {
  const token = makeToken(key, 'status', id);
  for (let place = 0; place < token.length; place += 1) {
    for (const sign of ['A', 'B', '=', '.']) {
      const changed = token.slice(0, place) + sign + token.slice(place + 1);
      if (changed !== token) expect(readToken(key, 'status', changed)).toBeNull();
    }
  }
});

test('nothing that anybody makes up opens anything or does harm', () => {
  fc.assert(fc.property(fc.string({ maxLength: 600 }), (text) => readToken(key, 'status', text) === null));
});
