import fc from 'fast-check';
import { checkAttributeValue, type AttributeType } from './attribute.ts';

const of = (type: AttributeType, choices: string[] = []) => ({ name: 'Plan', type, choices });

test.each([
  ['text', ' gold ', 'gold'],
  ['text', 12, '12'],
  ['number', '3.5', 3.5],
  ['number', -2, -2],
  ['yes-no', 'Evet', true],
  ['yes-no', 'HAYIR', false],
  ['yes-no', true, true],
  ['date', '2026-02-28', '2026-02-28'],
  ['choice', 'GÜMÜŞ', 'Gümüş'],
] as const)('a %s takes %j and keeps it as %j', (type, given, kept) => {
  expect(checkAttributeValue(of(type, ['Altın', 'Gümüş']), given)).toEqual({ value: kept });
});

test.each([
  ['text', '', 'Plan must be a text of 1 to 1000 characters'],
  ['text', 'x'.repeat(1001), 'Plan must be a text of 1 to 1000 characters'],
  ['number', 'twelve', 'Plan must be a number, such as 12 or 3.5'],
  ['number', Number.NaN, 'Plan must be a number, such as 12 or 3.5'],
  ['number', true, 'Plan must be a number, such as 12 or 3.5'],
  ['yes-no', 'perhaps', 'Plan must be yes or no'],
  ['date', '2026-02-30', 'Plan must be a date, such as 2026-11-23'],
  ['date', '23.11.2026', 'Plan must be a date, such as 2026-11-23'],
  ['choice', 'bronze', 'Plan must be one of Altın, Gümüş'],
  ['text', { a: 1 }, 'Plan must be a text, a number or yes or no'],
] as const)('a %s refuses %j and says what it wants', (type, given, problem) => {
  expect(checkAttributeValue(of(type, ['Altın', 'Gümüş']), given)).toEqual({ problem });
});

test('whatever is kept is taken again as it is', () => {
  const types: AttributeType[] = ['text', 'number', 'yes-no', 'date', 'choice'];
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constantFrom('yes', '2026-01-31')),
      (type, given) => {
        const checked = checkAttributeValue(of(type, ['yes', 'no']), given);
        if ('value' in checked) expect(checkAttributeValue(of(type, ['yes', 'no']), checked.value)).toEqual(checked);
      },
    ),
  );
});
