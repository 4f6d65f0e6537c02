import { parseJson } from './parse-json.ts';

test('ids beyond what a number holds keep every digit; other numbers stay numbers', () => {
  expect(parseJson('{"id":17841400008460056123,"count":3,"rate":0.5,"deep":[9007199254740993]}')).toEqual({
    id: '17841400008460056123',
    count: 3,
    rate: 0.5,
    deep: ['9007199254740993'],
  });
});

test('what is no JSON is nothing', () => {
  expect(parseJson('{"id":')).toBeUndefined();
});
