import { TypeAhead } from './type-ahead.ts';

test('what is typed while the composer opens goes into it, in order', async () => {
  const ahead = new TypeAhead();
  const seen: string[] = [];
  let open = () => {};
  const opening = ahead.during(
    () => new Promise<void>((resolve) => (open = resolve)),
    () => true,
  );
  for (const letter of 'Dear') expect(ahead.hold(() => seen.push(letter))).toBe(true);
  expect(seen).toEqual([]);
  open();
  await opening;
  expect(seen.join('')).toBe('Dear');
  expect(ahead.hold(() => {})).toBe(false);
});

test('when nothing opened, what was typed for it does nothing', async () => {
  const ahead = new TypeAhead();
  const seen: string[] = [];
  const opening = ahead.during(
    () => Promise.reject(new Error('the database is away')),
    () => false,
  );
  ahead.hold(() => seen.push('D'));
  await expect(opening).rejects.toThrow('away');
  expect(seen).toEqual([]);
});
