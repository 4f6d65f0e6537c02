import { PassThrough } from 'node:stream';
import { createLog } from './log.ts';

test('a logged error tells its code and where it happened, and not a word of its message', () => {
  const lines: string[] = [];
  const into = new PassThrough().on('data', (line: Buffer) => lines.push(line.toString()));
  const error = Object.assign(new Error('no mail to ayse@musteri.test\n    at Ayse\n    at ayse (/home/ayse.ts:1:1)'), {
    code: '23505',
  });
  error.cause = new TypeError('Unexpected token ayse');
  const changed = new Error('no ayse\n    at ayse (/ayse.ts:1:1)');
  changed.message = `insert into "x" - ${changed.message}`;

  const log = createLog('worker', 'debug', into);
  log.error({ error }, 'a step failed');
  log.error({ error: changed }, 'a step failed');

  const [first, second] = lines.map(
    (line) => JSON.parse(line) as { error: { code: string; at: string[]; cause: { name: string } } },
  );
  expect(first?.error.code).toBe('23505');
  expect(first?.error.at[0]).toContain('log.test.ts');
  expect(first?.error.cause.name).toBe('TypeError');
  expect(second?.error.at[0]).toContain('log.test.ts');
  expect(lines.join('')).not.toMatch(/ayse/i);
});

test('a logged secret is not told', () => {
  const lines: string[] = [];
  createLog(
    'worker',
    'debug',
    new PassThrough().on('data', (line: Buffer) => lines.push(line.toString())),
  ).info({ auth: { password: 'gizli' } }, 'hello');
  expect(lines.join('')).toContain('(secret)');
  expect(lines.join('')).not.toContain('gizli');
});
