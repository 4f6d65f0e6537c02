import { parseJson } from './parse-json.ts';

test('ids beyond what a number holds keep every digit; other numbers stay numbers', () => {
  expect(parseJson('{"id":17841400008460056123,"count":3,"rate":0.5,"deep":[9007199254740993]}')).toEqual({
    id: '17841400008460056123',
    count: 3,
    rate: 0.5,
    deep: ['9007199254740993'],
  });
});

test.each([
  '{"id":-9007199254740993,"safe":9007199254740991,"share":0.12345678901234567,"large":1e300,"exact":12345678901234567.5}',
  '["9007199254740993","\\"9007199254740993","\\\\",9007199254740993,"[9007199254740993"]',
])('only whole numbers that no number holds become texts: %s', (text) => {
  const exact = JSON.parse(text, (_name, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && /^-?\d+$/.test(context?.source ?? '') && !Number.isSafeInteger(value)
      ? context?.source
      : value,
  );
  expect(parseJson(text)).toEqual(exact);
});

test('megabytes of numbers hold up nobody, and what is nested without end is nothing', () => {
  const started = Date.now();
  expect(parseJson(`[${'1,'.repeat(2_000_000)}9007199254740993]`)).toHaveLength(2_000_001);
  expect(Date.now() - started).toBeLessThan(4000);
  expect(parseJson('['.repeat(300) + ']'.repeat(300))).toBeUndefined();
});

test('texts are such as can be kept', () => {
  expect(parseJson('{"text":"a\\u0000b\\ud800"}')).toEqual({ text: 'ab\ufffd' });
});

test('what is no JSON is nothing', () => {
  expect(parseJson('{"id":')).toBeUndefined();
});
