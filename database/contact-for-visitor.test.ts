import { aTicket } from '../test/support/builders.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { contactForVisitor } from './contact-for-visitor.ts';
import { changeContact, contactFor, type ContactData } from './contacts.ts';
import { mergeContacts } from './merge-contacts.ts';
import { theDesk } from '../domain/actor.ts';

let desk: TestDatabase;
const now = new Date().toISOString();

beforeAll(async () => {
  desk = await testDatabase();
});
afterAll(async () => desk.drop());

let people = 0;
/** Nobody of another test. */
const person = () => {
  people += 1;
  return { email: `visitor${people}@typed.test`, visitorId: `browser-${people}` };
};
const visits = (visitor: ContactData) =>
  desk.database.transaction((transaction) => contactForVisitor(transaction, { isTyped: true, ...visitor }, now));
const mails = (email: string) => desk.database.transaction((transaction) => contactFor(transaction, { email }, now));
const identitiesOf = async (contactId: string) =>
  desk.database('contact_identities').where({ contact_id: contactId }).orderBy('kind').select('kind', 'is_proven');

test('who types the same e-mail is the same contact, whatever the browser, and no proof of the address', async () => {
  const { email } = person();
  const first = await visits({ email, visitorId: person().visitorId, name: 'Ayşe' });
  expect(await visits({ email: email.toUpperCase(), visitorId: person().visitorId })).toBe(first);
  expect(await mails(email)).not.toBe(first);
  expect((await identitiesOf(first)).filter(({ kind }) => kind === 'email')).toEqual([
    { kind: 'email', is_proven: false },
  ]);
});

test('who typed an address is never taken for the one who proved it, unless an operator joined them', async () => {
  const { email } = person();
  const owner = await mails(email);
  const typist = await visits({ email });
  expect(typist).not.toBe(owner);
  await mergeContacts(desk.database, { keepId: owner, otherId: typist, actor: theDesk, now });
  expect(await visits({ email })).toBe(owner);
});

test('a browser is known again; another e-mail in it is another person, and letters that only look alike are another e-mail', async () => {
  const { visitorId, email } = person();
  const nameless = await visits({ visitorId });
  expect(await visits({ visitorId, email })).toBe(nameless);
  expect(await visits({ visitorId })).toBe(nameless);
  const other = await visits({ visitorId, email: email.replace('visitor', 'vısıtör') });
  expect(other).not.toBe(nameless);
  expect(await visits({ visitorId, email })).toBe(nameless);
});

test('a browser of nobody yet does not hide who typed the e-mail before', async () => {
  const { visitorId, email } = person();
  const nameless = await visits({ visitorId });
  const typist = await visits({ email });
  expect(await visits({ visitorId, email })).toBe(typist);
  expect(await visits({ visitorId })).toBe(nameless);
});

test('a phone number leads to its contact only where no other e-mail speaks against it', async () => {
  const phone = '+90 532 111 22 33';
  const caller = await visits({ phone });
  expect(await visits({ phone: '+905321112233', email: person().email })).toBe(caller);
  expect(await visits({ phone, email: person().email })).not.toBe(caller);
});

test('what the site signed is proven, as by mail', async () => {
  const { email, visitorId } = person();
  const owner = await mails(email);
  expect(await visits({ email, visitorId, isTyped: false })).toBe(owner);
  expect(await identitiesOf(owner)).toEqual([
    { kind: 'email', is_proven: true },
    { kind: 'visitor', is_proven: true },
  ]);
});

test('many who come at once with the same typed e-mail, or the same browser, become one contact', async () => {
  for (const _round of [1, 2, 3]) {
    const { email } = person();
    const byMail = await Promise.all([1, 2, 3, 4, 5, 6].map(() => visits({ email, visitorId: person().visitorId })));
    expect(new Set(byMail).size).toBe(1);
    const { visitorId } = person();
    const byBrowser = await Promise.all([1, 2, 3, 4, 5, 6].map(() => visits({ visitorId })));
    expect(new Set(byBrowser).size).toBe(1);
    const both = person();
    const crossed = await Promise.all(
      [1, 2, 3, 4].map((turn) => visits(turn % 2 ? both : { ...both, phone: `5551${people}` })),
    );
    expect(new Set(crossed).size).toBe(1);
  }
  const lonely = await desk
    .database('contacts')
    .whereNotExists(
      desk.database('contact_identities').whereRaw('contact_id = contacts.id').select(desk.database.raw('1')),
    )
    .whereNull('merged_into');
  expect(lonely).toEqual([]);
});

test('two operators who give two tickets the same new address at once end with one contact for it', async () => {
  const { email } = person();
  const [first, second] = [await aTicket(desk.database), await aTicket(desk.database)];
  const contactOf = async (id: string) => (await desk.database('tickets').where({ id }).first('contact_id')).contact_id;
  const given = await Promise.all(
    [first, second].map(async ({ id }) => {
      const contactId = await contactOf(id);
      return desk.database.transaction((transaction) =>
        changeContact(transaction, { contactId, change: { email }, now }),
      );
    }),
  );
  expect(new Set(given).size).toBe(1);
});
