import { createTransport } from 'nodemailer';
import { imapClient, openMailSandbox, type MailSandboxInTest } from '../../test/support/mail-sandbox.ts';

describe('a mailbox opened by OAuth2', () => {
  let sandbox: MailSandboxInTest;

  beforeAll(async () => {
    sandbox = await openMailSandbox();
  });
  afterAll(() => sandbox.stop());
  afterEach(() => sandbox.admin('DELETE', '/faults'));

  const renew = async (
    changes: Record<string, string> = {},
  ): Promise<{ status: number; body: Record<string, string> }> => {
    const { tokenUrl, clientId, clientSecret } = sandbox.oauth;
    const form = {
      grant_type: 'refresh_token',
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: sandbox.users[0]?.refreshToken ?? '',
      ...changes,
    };
    const response = await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };
  const logIn = async (auth: { user: string; accessToken: string; loginMethod?: string }): Promise<void> => {
    const client = imapClient(sandbox.imapPort, auth);
    await client.connect();
    await client.logout();
  };

  it('gives a bearer token with its seconds for the right client and refresh token (RFC 6749, 6)', async () => {
    expect(await renew()).toMatchObject({
      status: 200,
      body: { token_type: 'Bearer', expires_in: 3600, access_token: expect.any(String) },
    });
    expect(await renew({ client_secret: 'wrong' })).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(await renew({ refresh_token: 'made.up' })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    await sandbox.admin('POST', '/faults', { refuseRefreshTokens: true });
    expect(await renew()).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it.each(['XOAUTH2', 'OAUTHBEARER'])(
    'is entered by IMAP with %s, and refused with a challenge when the token is not its own (RFC 7628, 3.2.3)',
    async (loginMethod) => {
      const accessToken = (await renew()).body['access_token'] ?? '';
      await logIn({ user: 'support@sample.test', accessToken, loginMethod: `AUTH=${loginMethod}` });
      const stranger = logIn({ user: 'siparis@sample.test', accessToken, loginMethod: `AUTH=${loginMethod}` });
      await expect(stranger).rejects.toMatchObject({ authenticationFailed: true, oauthError: { schemes: 'bearer' } });
    },
  );

  it('refuses a token whose time is over, until it is renewed', async () => {
    await sandbox.admin('POST', '/faults', { accessTokenSeconds: 0 });
    const accessToken = (await renew()).body['access_token'] ?? '';
    await expect(logIn({ user: 'support', accessToken })).rejects.toMatchObject({ authenticationFailed: true });
    await sandbox.admin('DELETE', '/faults');
    await logIn({ user: 'support', accessToken: (await renew()).body['access_token'] ?? '' });
  });

  it('is written from by SMTP, nodemailer renewing the token by itself', async () => {
    const { tokenUrl, clientId, clientSecret } = sandbox.oauth;
    const auth = {
      type: 'OAuth2' as const,
      user: 'support@sample.test',
      clientId,
      clientSecret,
      refreshToken: sandbox.users[0]?.refreshToken ?? '',
      accessUrl: tokenUrl,
    };
    const transport = createTransport({ host: '127.0.0.1', port: sandbox.smtpPort, ignoreTLS: true, auth });
    await expect(
      transport.sendMail({ from: 'support@sample.test', to: 'x@a.test', text: 'Hi' }),
    ).resolves.toMatchObject({ accepted: ['x@a.test'] });
    expect((await sandbox.mails('x@a.test'))[0]?.raw).toContain('with ESMTPA id');
    await sandbox.admin('POST', '/faults', { refuseAccessTokens: true });
    await expect(transport.sendMail({ from: 'support@sample.test', to: 'x@a.test', text: 'Hi' })).rejects.toMatchObject(
      { code: 'EAUTH', responseCode: 535 },
    );
  });
});
