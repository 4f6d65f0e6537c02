import type { Key as InkKey } from 'ink';
import { toKeys } from './to-keys.ts';

const plain = {} as InkKey;
const names = (input: string, key: Partial<InkKey> = {}, isLineOpen = false) => {
  const keys = toKeys(input, { ...plain, ...key } as InkKey, isLineOpen);
  return Array.isArray(keys) ? keys.map(({ name }) => name) : keys;
};

test('several letters of one chunk are several presses', () => {
  expect(names('jjj')).toEqual(['j', 'j', 'j']);
  expect(names(':q\r')).toEqual([':', 'q', 'enter']);
});

test('a letter with its marks is one press', () => {
  expect(names('s\u0327ş')).toEqual(['s\u0327', 'ş']);
});

test('a long chunk with a line end in it is a paste and never commands', () => {
  expect(names('D'.repeat(20) + '\ry\r')).toEqual({ paste: 'D'.repeat(20) + '\ry\r' });
});

test('a long command or filter line in one chunk is typed', () => {
  expect(names(':tag +acil -iade vip\r')).toEqual([
    ...':tag',
    'space',
    ...'+acil',
    'space',
    ...'-iade',
    'space',
    ...'vip',
    'enter',
  ]);
  expect(names('/kargo gecikti mi acaba\r')).toContain('enter');
});

test('a long line whose first key was read before it is typed where a line is open, and a paste elsewhere', () => {
  const rest = 'kargo gecikti is:archived\r';
  expect(names(rest, {}, true)).toHaveLength(rest.length);
  expect(names(rest, {}, true)).toContain('enter');
  expect(names(rest)).toEqual({ paste: rest });
  expect(names(`${rest}D\r`, {}, true)).toEqual({ paste: `${rest}D\r` });
});

test('special keys have names, with their modifiers', () => {
  expect(names('', { downArrow: true })).toEqual(['down']);
  expect(names('', { tab: true, shift: true })).toEqual(['shift+tab']);
  expect(names('s', { ctrl: true })).toEqual(['ctrl+s']);
  expect(names('b', { meta: true })).toEqual(['alt+b']);
  expect(names('', { leftArrow: true, ctrl: true })).toEqual(['ctrl+left']);
  expect(names('\u0013')).toEqual(['ctrl+s']);
});
