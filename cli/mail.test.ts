import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const mails = fileURLToPath(new URL('../test/mails/', import.meta.url));
const program = `const { mailCommand } = await import(${JSON.stringify(new URL('./mail.ts', import.meta.url).href)}); await mailCommand().parseAsync(process.argv.slice(1), { from: 'user' });`;

interface Run {
  code: number | null;
  lines: Record<string, unknown>[];
  errors: string;
}

function run(words: string[], input?: Buffer): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program, '--', ...words], { env: {} });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
    child.on('close', (code) => {
      const lines = output
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      resolve({ code, lines, errors });
    });
    child.stdin.end(input);
  });
}

describe('deskhand mail parse', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mail parse ş '));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('prints one object a mail, in order, with the documented keys in the documented order', async () => {
    const files = ['en-gmail', 'tr-outlook', 'bounce-dsn'].map((name) => `${mails}${name}.eml`);
    const { code, lines } = await run(['parse', ...files]);
    expect(code).toBe(0);
    expect(lines.map((line) => line['automatic'])).toEqual([null, null, 'bounce']);
    expect(lines.map((line) => line['reply'])).toEqual([
      'Thanks, it arrived today.',
      'Teşekkürler, bugün elime ulaştı.',
      expect.stringContaining('could not be delivered'),
    ]);
    expect(Object.keys(lines[0] ?? {})).toEqual([
      'messageId',
      'inReplyTo',
      'references',
      'from',
      'to',
      'cc',
      'subject',
      'date',
      'text',
      'reply',
      'attachments',
      'automatic',
    ]);
    expect(lines[1]).toMatchObject({
      from: { address: 'ayse@ornek.example', name: 'Ayşe Yılmaz' },
      to: [{ address: 'destek@dukkan.example', name: '' }],
    });
  });

  test('reads standard input when no file is named', async () => {
    const { code, lines } = await run(['parse'], readFileSync(`${mails}tr-gmail.eml`));
    expect(code).toBe(0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ reply: 'Teşekkürler, bugün elime ulaştı.' });
  });

  test('a file that does not exist is named, the others are read, and the exit code is 3', async () => {
    const { code, lines, errors } = await run([
      'parse',
      `${mails}tr-gmail.eml`,
      join(folder, 'gone.eml'),
      `${mails}en-gmail.eml`,
    ]);
    expect(code).toBe(3);
    expect(lines).toHaveLength(2);
    expect(errors).toMatch(/^NOT_FOUND: .*gone\.eml/);
  });

  test('a mail beyond the bounds still shows its headers, is named, and the exit code is 1', async () => {
    const bad = join(folder, 'bad.eml');
    const parts = '--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(2_000);
    writeFileSync(
      bad,
      `From: a@b.example\r\nMessage-ID: <bad@b.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--`,
    );
    const { code, lines, errors } = await run(['parse', bad, `${mails}en-gmail.eml`]);
    expect(code).toBe(1);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({ messageId: '<bad@b.example>', text: '' });
    expect(errors).toMatch(/^MAIL_UNREADABLE: .*bad\.eml/);
  });

  test('an empty file is a mail without content', async () => {
    const empty = join(folder, 'empty.eml');
    writeFileSync(empty, '');
    const { code, lines } = await run(['parse', empty]);
    expect(code).toBe(0);
    expect(lines[0]).toMatchObject({ messageId: null, from: null, text: '', reply: '', attachments: [] });
  });
});
