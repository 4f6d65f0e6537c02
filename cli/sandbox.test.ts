import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createTransport } from 'nodemailer';

interface Told {
  imapPort: number;
  smtpPort: number;
  httpPort: number;
  users: { address: string }[];
}

const command = fileURLToPath(new URL('./sandbox.ts', import.meta.url));
const program = `import { sandboxCommand } from ${JSON.stringify(command)}; await sandboxCommand().parseAsync(process.argv.slice(1), { from: 'user' });`;

let home: string;
let child: ChildProcess | undefined;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sandbox ş '));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

const run = async <Said>(...words: string[]): Promise<{ child: ChildProcess; told: Said }> => {
  const started = spawn(
    process.execPath,
    ['--input-type=module', '-e', program, ...words, '--home', home, '--samples'],
    {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  child = started;
  if (!started.stdout) throw new Error('no stdout');
  const [line] = (await once(createInterface(started.stdout), 'line')) as [string];
  return { child: started, told: JSON.parse(line) as Said };
};

describe('deskhand sandbox mail', () => {
  const start = (): Promise<{ child: ChildProcess; told: Told }> => run<Told>('mail');

  it('tells its ports and users in one line when it is ready', async () => {
    const { told } = await start();
    expect(told).toMatchObject({
      imapPort: expect.any(Number),
      smtpPort: expect.any(Number),
      httpPort: expect.any(Number),
    });
    expect(told.users.map((user) => user.address)).toEqual(['support@sample.test', 'siparis@sample.test']);
  });

  it.each([
    ['told to by SIGTERM', (each: ChildProcess) => each.kill('SIGTERM')],
    ['its parent lets go of it', (each: ChildProcess) => each.disconnect()],
  ])('ends cleanly when %s', async (_when, end) => {
    const started = await start();
    const exited = once(started.child, 'exit');
    end(started.child);
    expect(await exited).toEqual([0, null]);
  });

  it('has every mail it accepted after it was killed in the middle of many', async () => {
    const started = await start();
    const transport = createTransport({
      host: '127.0.0.1',
      port: started.told.smtpPort,
      ignoreTLS: true,
      pool: true,
      maxConnections: 4,
    });
    const accepted: string[] = [];
    const sendings = Array.from({ length: 200 }, async (_, number) => {
      const messageId = `<${number}@kill.test>`;
      await transport.sendMail({ from: 'a@b.test', to: 'support@sample.test', messageId, text: 'Text' });
      accepted.push(messageId);
      if (accepted.length === 50) started.child.kill('SIGKILL');
    });
    await Promise.allSettled(sendings);
    transport.close();
    expect(accepted.length).toBeGreaterThanOrEqual(50);
    expect(accepted.length).toBeLessThan(200);

    const { told } = await start();
    expect(told.smtpPort).toBe(started.told.smtpPort);
    const kept = async (path: string): Promise<(string | null)[]> => {
      const answer = (await (await fetch(`http://127.0.0.1:${told.httpPort}${path}`)).json()) as
        | { messages: { messageId: string }[] }
        | { messageId: string }[];
      return (Array.isArray(answer) ? answer : answer.messages).map((mail) => mail.messageId);
    };
    expect(await kept('/mailboxes/support')).toEqual(expect.arrayContaining(accepted));
    expect(await kept('/sink')).toEqual(expect.arrayContaining(accepted));
  });
});

describe.each(['instagram', 'facebook', 'trendyol', 'forms'])('deskhand sandbox %s', (platform) => {
  interface Platform {
    port: number;
    baseUrl: string;
  }

  it('tells in one line where it is reached, ends by SIGTERM or with its parent, and has its port again', async () => {
    const first = await run<Platform>(platform, '--trickle');
    expect(first.told).toMatchObject({ baseUrl: `http://127.0.0.1:${first.told.port}` });
    expect(first.told).not.toHaveProperty('stop');
    expect((await fetch(`${first.told.baseUrl}/sandbox/faults`)).status).toBe(200);
    const terminated = once(first.child, 'exit');
    first.child.kill('SIGTERM');
    expect(await terminated).toEqual([0, null]);

    const second = await run<Platform>(platform);
    expect(second.told).toMatchObject({ port: first.told.port, baseUrl: first.told.baseUrl });
    const left = once(second.child, 'exit');
    second.child.disconnect();
    expect(await left).toEqual([0, null]);
  });
});
