import { SignJWT, UnsecuredJWT } from 'jose';
import { verifySignedUser } from './signed-user.ts';

const secret = 'n0-0ne-but-the-site-and-the-desk-kn0ws-this';
const now = '2026-11-23T12:00:00.000Z';
const inSeconds = (seconds: number) => Math.floor(Date.parse(now) / 1000) + seconds;

const signed = (
  claims: object,
  { key = secret, expiresIn = 600 as number | null, algorithm = 'HS256' } = {},
): Promise<string> => {
  const token = new SignJWT({ ...claims }).setProtectedHeader({ alg: algorithm });
  return (expiresIn === null ? token : token.setExpirationTime(inSeconds(expiresIn))).sign(
    new TextEncoder().encode(key),
  );
};

test('a site’s signed words tell who the visitor is', async () => {
  const claims = {
    name: ' Ayşe ',
    email: 'ayse@shop.test',
    phone: '+90 532 000 00 00',
    attributes: { plan: 'gold', visits: 3, vip: true },
  };
  expect(await verifySignedUser(await signed(claims), secret, now)).toEqual({
    name: 'Ayşe',
    email: 'ayse@shop.test',
    phone: '+90 532 000 00 00',
    attributes: { plan: 'gold', visits: 3, vip: true },
  });
  expect(await verifySignedUser(await signed({}), secret, now)).toEqual({
    name: null,
    email: null,
    phone: null,
    attributes: {},
  });
});

test.each([
  ['another secret', () => signed({}, { key: 'another' }), /another secret/],
  ['no time at which it ends', () => signed({}, { expiresIn: null }), /no expiry time/],
  ['a time that is over', () => signed({}, { expiresIn: -60 }), /have expired/],
  ['two days to live', () => signed({}, { expiresIn: 48 * 3600 }), /more than 24 hours/],
  ['another algorithm', () => signed({}, { algorithm: 'HS512', key: secret + secret }), /not signed by HS256/],
  ['no signature', async () => new UnsecuredJWT({}).setExpirationTime(inSeconds(60)).encode(), /signed/],
  ['no token at all', async () => 'who I am', /no signed token/],
  ['too much', async () => 'x'.repeat(9000), /longer than/],
  ['a name that is a list', () => signed({ name: ['Ayşe'] }), /hold no name/],
  ['an e-mail without an at', () => signed({ email: 'ayse' }), /hold no email/],
  ['an e-mail with a line break', () => signed({ email: 'a@b.test\nBcc: x@y.test' }), /hold no email/],
  ['attributes in a list', () => signed({ attributes: ['vip'] }), /no object/],
  ['an attribute in an attribute', () => signed({ attributes: { a: { b: 1 } } }), /no text, number or boolean/],
] satisfies [string, () => Promise<string>, RegExp][])(
  'data with %s are refused, and the refusal repeats nothing of them',
  async (_what, token, words) => {
    const refusal = verifySignedUser(await token(), secret, now);
    await expect(refusal).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(words) });
    await expect(refusal).rejects.not.toThrow(/Ayşe|ayse|Bcc/);
  },
);
