import { createSecrets } from '../channels/secrets.ts';
import { theDesk } from '../domain/actor.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { ensureIdentitySecret, openIdentitySecret } from './design-secrets.ts';
import { saveDesign } from './designs.ts';

let desk: TestDatabase;
const now = new Date().toISOString();
const secrets = createSecrets(Buffer.alloc(32, 1));

beforeAll(async () => {
  desk = await testDatabase();
});
afterAll(async () => desk.drop());

const aForm = async (name: string) => {
  const save = { kind: 'form', name, title: name, tags: [], text: name, definition: {}, isPublished: true } as const;
  return (await saveDesign(desk.database, { ...save, tags: [], actor: theDesk, now })).designId;
};

test('a form’s secret is told once, kept sealed, and opens only for that form', async () => {
  const [designId, other] = [await aForm('one'), await aForm('two')];
  const wish = { designId, actor: theDesk, now };
  expect(await openIdentitySecret(desk.database, secrets, designId)).toBeNull();
  const secret = await ensureIdentitySecret(desk.database, secrets, wish);
  expect(Buffer.from(secret ?? '', 'base64url')).toHaveLength(32);
  expect(await ensureIdentitySecret(desk.database, secrets, wish)).toBeNull();
  expect(await openIdentitySecret(desk.database, secrets, designId)).toBe(secret);
  const { identity_secret: sealed } = await desk.database('designs').where({ id: designId }).first('identity_secret');
  expect(JSON.stringify(sealed)).not.toContain(secret);
  await desk
    .database('designs')
    .where({ id: other })
    .update({ identity_secret: JSON.stringify(sealed) });
  await expect(openIdentitySecret(desk.database, secrets, other)).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
  const renewed = await ensureIdentitySecret(desk.database, secrets, { ...wish, isRenewed: true });
  expect(renewed).not.toBe(secret);
  expect(await openIdentitySecret(desk.database, secrets, designId)).toBe(renewed);
});

test('of two who ask for the secret at once one is told', async () => {
  const designId = await aForm('three');
  const told = await Promise.all(
    [1, 2, 3].map(() => ensureIdentitySecret(desk.database, secrets, { designId, actor: theDesk, now })),
  );
  expect(told.filter(Boolean)).toEqual([await openIdentitySecret(desk.database, secrets, designId)]);
});
