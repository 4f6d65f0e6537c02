import { createSecrets } from '../secrets.ts';
import { createMailCredentials } from './mail-credentials.ts';
import type { OAuth2Grant } from './oauth2.ts';

const secrets = createSecrets(Buffer.alloc(32, 7));
const grants: OAuth2Grant[] = [];
const tokens = {
  accessToken: async (grant: OAuth2Grant) => {
    grants.push(grant);
    return 'token';
  },
};
const credentials = createMailCredentials({ secrets, tokens, environment: { IMAP_PASSWORD: 'parola' } });

test('a password comes from the environment or from its seal, in its own context only', async () => {
  expect(await credentials({ kind: 'password', secret: { env: 'IMAP_PASSWORD' } }, 'source:1')).toEqual({
    kind: 'password',
    password: 'parola',
  });
  const secret = { sealed: secrets.seal('gizli', 'source:1:password') };
  expect(await credentials({ kind: 'password', secret }, 'source:1')).toMatchObject({ password: 'gizli' });
  await expect(credentials({ kind: 'password', secret }, 'source:2')).rejects.toMatchObject({
    code: 'SECRET_UNREADABLE',
  });
});

test('a Microsoft account is renewed at Microsoft, with the rights for fetching and sending', async () => {
  const refreshToken = { sealed: secrets.seal('refresh-1', 'source:1:refresh-token') };
  const login = { kind: 'oauth2', provider: 'microsoft', clientId: 'desk', refreshToken } as const;
  expect(await credentials(login, 'source:1')).toEqual({ kind: 'token', accessToken: 'token' });
  expect(grants[0]).toMatchObject({
    tokenUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    refreshToken: 'refresh-1',
    clientSecret: null,
    scope: expect.stringContaining('SMTP.Send'),
  });
});
