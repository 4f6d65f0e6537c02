import { isAddress } from './is-address.ts';

test.each(['ada@customer.test', 'ada+order@customer.test', 'ışıl@müşteri.test'])('%s is an address', (text) => {
  expect(isAddress(text)).toBe(true);
});

test.each(['', 'ada', 'ada@', '@customer.test', 'a@b@c', 'a@b.test, c@d.test', 'Ada <ada@b.test>', 'ada @b.test'])(
  '%j is no address',
  (text) => {
    expect(isAddress(text)).toBe(false);
  },
);
