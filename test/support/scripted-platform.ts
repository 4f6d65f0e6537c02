import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PlatformChannel } from '../../channels/platform-channel.ts';
import type { PlatformItem } from '../../domain/platform/platform-item.ts';
import { PlatformFault } from '../../domain/platform/platform-fault.ts';

/** A platform of a few lines: one account per token, with items that can be listed. What it holds is the test's to change. */
export interface ScriptedPlatform {
  baseUrl: string;
  /** Accounts by the token that opens them. */
  accounts: Map<string, { id: string; name: string; tokenEndsAt: string | null }>;
  items: PlatformItem[];
  /** Answers instead, by path: a status, or null to break the connection off. */
  faults: Map<string, number | null>;
  /** Paths that were asked for. */
  asked: string[];
  channel: PlatformChannel;
  close(): Promise<void>;
}

export async function startScriptedPlatform(): Promise<ScriptedPlatform> {
  const accounts: ScriptedPlatform['accounts'] = new Map();
  const faults: ScriptedPlatform['faults'] = new Map();
  const asked: string[] = [];
  const platform = { accounts, faults, asked, items: [] as PlatformItem[] };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://platform');
    asked.push(pathname);
    const fault = faults.get(pathname);
    if (fault === null) return void request.socket.destroy();
    const token = tokenOf(request);
    const account = accounts.get(token);
    response.statusCode = fault ?? (account ? 200 : 401);
    if (response.statusCode >= 300 || !account) return void response.end();
    if (pathname === '/renew') {
      const renewed = { id: account.id, name: account.name, tokenEndsAt: '2027-06-01T00:00:00.000Z' };
      accounts.delete(token);
      accounts.set(`${token}+`, renewed);
      return void response.end(JSON.stringify({ token: `${token}+`, endsAt: renewed.tokenEndsAt }));
    }
    const [from = '', to = ''] = ['from', 'to'].map((name) => searchParams.get(name) ?? '');
    const items = platform.items.filter(({ writtenAt }) => writtenAt >= from && writtenAt < to);
    response.end(JSON.stringify(pathname === '/items' ? items : account));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(platform, {
    baseUrl,
    channel: scriptedChannel(),
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  });
}

function tokenOf({ headers }: IncomingMessage): string {
  return (headers.authorization ?? '').replace('Bearer ', '');
}

function scriptedChannel(): PlatformChannel {
  return {
    channel: 'instagram',
    fields: [
      { name: 'baseUrl', label: 'Base address', hint: '', kind: 'text', isRequired: true },
      { name: 'token', label: 'Token', hint: '', kind: 'secret', isRequired: true },
      { name: 'mode', label: 'Mode', hint: '', kind: 'choice', choices: [{ id: 'a', label: 'A' }], isRequired: false },
    ],
    readSettings: (settings) => settings,
    pollSeconds: 60,
    budgets: [{ name: 'reads', calls: 1000, seconds: 60 }],
    webhook: null,
    open(access) {
      const call = async (path: string) => {
        const url = `${String(access.settings['baseUrl'])}${path}`;
        const headers = { authorization: `Bearer ${access.secret('token')}` };
        const { status, json } = await access.http.call({ method: 'GET', url, headers, budget: 'reads' });
        if (status === 401) throw new PlatformFault('PLATFORM_LOGIN_REJECTED', 'token is dead', { effect: 'stop' });
        if (status !== 200) throw new PlatformFault('PLATFORM_UNREACHABLE', `answered ${status}`, { effect: 'retry' });
        return json;
      };
      return {
        async check() {
          const { id, name, tokenEndsAt } = (await call('/me')) as { id: string; name: string; tokenEndsAt: string };
          return { accountId: id, accountName: name, tokenEndsAt };
        },
        scan: async function* () {},
        async *list({ from, to }) {
          yield (await call(`/items?from=${from}&to=${to}`)) as PlatformItem[];
        },
        find: () => Promise.resolve(null),
        write: () => Promise.reject(new Error('nothing is written here')),
        lookUp: () => Promise.resolve({ outcome: 'absent' }),
        async refreshToken() {
          const { token, endsAt } = (await call('/renew')) as { token: string; endsAt: string };
          return { secrets: { token }, tokenEndsAt: endsAt };
        },
        subscribe: null,
      };
    },
  };
}
