import { graphFault } from './graph-fault.ts';

const now = Date.parse('2026-11-20T09:00:00Z');
const faultOf = (code: number, { subcode = 0, isWrite = false, isTransient = false, regainMinutes = 0 } = {}) =>
  graphFault({ code, subcode, isTransient, message: 'words of the platform' }, { isWrite, regainMinutes, now });

test.each([
  [190, 463, 'PLATFORM_LOGIN_REJECTED'],
  [190, 458, 'PLATFORM_LOGIN_REJECTED'],
  [102, 0, 'PLATFORM_LOGIN_REJECTED'],
  [1705, 0, 'PLATFORM_LOGIN_REJECTED'],
  [190, 492, 'PLATFORM_ROLE_LOST'],
  [10, 0, 'PLATFORM_PERMISSION_MISSING'],
  [200, 0, 'PLATFORM_PERMISSION_MISSING'],
  [299, 0, 'PLATFORM_PERMISSION_MISSING'],
  [3, 0, 'PLATFORM_PERMISSION_MISSING'],
  [368, 0, 'PLATFORM_BLOCKED'],
])('error %d with subcode %d stops the source: %s', (code, subcode, deskCode) => {
  expect(faultOf(code, { subcode })).toMatchObject({ code: deskCode, effect: 'stop' });
  expect(faultOf(code, { subcode, isWrite: true })).toMatchObject({ code: deskCode, effect: 'stop' });
});

test.each([4, 17, 32, 613, 80_001, 80_002])(
  'after rate limit %d the source waits until the time that is stated',
  (code) => {
    expect(faultOf(code, { regainMinutes: 7 })).toMatchObject({
      code: 'PLATFORM_RATE_LIMITED',
      effect: 'wait',
      until: '2026-11-20T09:07:00.000Z',
    });
    expect(faultOf(code).until).toBe('2026-11-20T10:00:00.000Z');
  },
);

test('what is out of order for now is read again, and may have done what was to be written', () => {
  for (const fault of [faultOf(1), faultOf(2), faultOf(99, { isTransient: true })])
    expect(fault).toMatchObject({ code: 'PLATFORM_UNREACHABLE', effect: 'retry' });
  expect(faultOf(2, { isWrite: true }).effect).toBe('unsure');
});

test('a comment whose answer cannot be formatted is written', () => {
  expect(faultOf(20, { subcode: 1_772_107, isWrite: true }).effect).toBe('unsure');
});

test('a wrong parameter, a message outside its time and an unknown code refuse one call only', () => {
  expect(faultOf(100, { subcode: 33 })).toMatchObject({ code: 'PLATFORM_REFUSED', effect: 'refuse' });
  expect(faultOf(10, { subcode: 2_018_278, isWrite: true }).effect).toBe('refuse');
  expect(faultOf(10_902).effect).toBe('refuse');
});
