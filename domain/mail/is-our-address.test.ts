import { isOurAddress } from './is-our-address.ts';

test.each([
  ['support@example.com', true],
  ['Support@EXAMPLE.com', true],
  ['support+t42.abcd@example.com', true],
  ['support@example.org', false],
  ['x-support@example.com', false],
  ['', false],
])('%s is ours: %s', (address, ours) =>
  expect(isOurAddress(address, ['SUPPORT@example.com', 'info@example.com'])).toBe(ours),
);
