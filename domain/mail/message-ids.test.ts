import { messageId, messageIdList, ticketNumberInSubject } from './message-ids.ts';

describe('message ids', () => {
  test('come in angle brackets, once each, in order', () => {
    expect(messageIdList('<a@x>\r\n\t<b@x><a@x> (comment) <c@x>')).toEqual(['<a@x>', '<b@x>', '<c@x>']);
    expect(messageIdList('a@x, b@x')).toEqual(['<a@x>', '<b@x>']);
    expect(messageIdList('')).toEqual([]);
    expect(messageIdList(undefined)).toEqual([]);
    expect(messageIdList('your message of Sunday')).toEqual([]);
  });

  test('a lone id without brackets or domain still counts', () => {
    expect(messageId('12345')).toBe('<12345>');
    expect(messageId('<12345>')).toBe('<12345>');
    expect(messageId('')).toBeNull();
    expect(messageId('<>')).toBeNull();
  });

  test('a list beyond measure keeps the root and the last ones', () => {
    const ids = messageIdList(Array.from({ length: 5_000 }, (_, index) => `<m${index}@x>`).join(' '));
    expect(ids).toHaveLength(100);
    expect(ids[0]).toBe('<m0@x>');
    expect(ids.at(-1)).toBe('<m4999@x>');
  });

  test.each([
    ['Re: [#42] order', 42],
    ['order [# 42 ]', 42],
    ['[#1] Fwd: [#7] x', 7],
    ['#42', null],
    ['[42]', null],
    ['[#0]', null],
    ['[#99999999999999]', null],
    ['', null],
  ])('the ticket number in %j is %s', (subject, number) => {
    expect(ticketNumberInSubject(subject)).toBe(number);
  });
});
