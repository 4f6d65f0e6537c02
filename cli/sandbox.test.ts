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

describe('deskhand sandbox mail', () => {
  let home: string;
  let child: ChildProcess | undefined;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'mail sandbox ş '));
  });
  afterEach(() => {
    child?.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  });

  const start = async (): Promise<{ child: ChildProcess; told: Told }> => {
    const started = spawn(
      process.execPath,
      ['--input-type=module', '-e', program, 'mail', '--home', home, '--samples'],
      {
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      },
    );
    child = started;
    if (!started.stdout) throw new Error('no stdout');
    const [line] = (await once(createInterface(started.stdout), 'line')) as [string];
    return { child: started, told: JSON.parse(line) as Told };
  };

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
