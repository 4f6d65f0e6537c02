import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Dovecot {
  port: number;
  lmtpPort: number;
  stop(): Promise<void>;
}

const nobody = 65_534;
const startLimitMilliseconds = 10_000;

/** Whether stories may use Dovecot here: it is installed and we are root, says whoever set TEST_DOVECOT. */
export const dovecotIsThere = Boolean(process.env['TEST_DOVECOT']);

/**
 * Starts Dovecot on free ports of 127.0.0.1, without TLS: any user name with the password `secret`, a fresh mailbox on
 * first use, detail after `+` dropped. Needs root. Its folder goes with it when it stops.
 */
export async function startDovecot(): Promise<Dovecot> {
  const folder = mkdtempSync(join(tmpdir(), 'dovecot-'));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'mail'));
  chownSync(join(folder, 'mail'), nobody, nobody);
  const [port, lmtpPort] = await Promise.all([freePort(), freePort()]);
  writeFileSync(join(folder, 'dovecot.conf'), configuration({ folder, port, lmtpPort }));
  const server = spawn('dovecot', ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' });
  await ready(server, port, folder);
  return {
    port,
    lmtpPort,
    async stop() {
      const exited = once(server, 'exit');
      server.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ready(server: ChildProcess, port: number, folder: string): Promise<void> {
  let failure = '';
  server.once('error', (error) => (failure = error.message));
  const end = Date.now() + startLimitMilliseconds;
  while (!(await greets(port))) {
    if (server.exitCode !== null) failure = readFileSync(join(folder, 'log'), 'utf8');
    if (failure !== '' || Date.now() > end) throw new Error(`Dovecot did not start: ${failure}`);
    await sleep(50);
  }
}

async function greets(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    const [greeting] = (await once(socket, 'data')) as [Buffer];
    return greeting.toString().startsWith('* OK');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function configuration({ folder, port, lmtpPort }: { folder: string; port: number; lmtpPort: number }): string {
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
recipient_delimiter = +
mail_location = maildir:~/Maildir
postmaster_address = postmaster@example.test
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${nobody} gid=${nobody} home=${folder}/mail/%n allow_all_users=yes
}
namespace inbox {
  inbox = yes
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${lmtpPort}
  }
}
protocol lmtp {
  auth_username_format = %Ln
}
`;
}
