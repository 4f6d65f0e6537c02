import { readFileSync } from 'node:fs';
import { errorTable } from '../domain/errors.ts';

test('the page of errors says what the program says', () => {
  const rows = Object.entries(errorTable).map(
    ([code, { exit, meaning, mend }]) => `| \`${code}\` | ${exit} | ${meaning} | ${mend} |`,
  );
  const page = [
    '# Errors',
    '',
    'Every error is one line: `CODE: what happened. How to mend it.`',
    '',
    '| Code | Exit | Meaning | Mend |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
  expect(readFileSync(new URL('./errors.md', import.meta.url), 'utf8')).toBe(page);
});
