import { readIcs } from './read-ics.ts';

const span = { from: '2025-01-01', to: '2031-12-31' };

function anEvent(...lines: string[]): string[] {
  return ['BEGIN:VEVENT', 'UID:1@calendar.example', ...lines, 'END:VEVENT'];
}

function aFile(...lines: string[]): Buffer {
  return Buffer.from(['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n'));
}

function daysOf(...lines: string[]): string[] {
  return readIcs(aFile(...anEvent(...lines)), span).holidays.map(({ date }) => date);
}

test('a whole-day event is a holiday on each of its days; the day of DTEND is not one', () => {
  const { holidays } = readIcs(
    aFile(...anEvent('DTSTART;VALUE=DATE:20260320', 'DTEND;VALUE=DATE:20260323', 'SUMMARY:Ramazan Bayramı')),
    span,
  );
  expect(holidays).toEqual(
    ['2026-03-20', '2026-03-21', '2026-03-22'].map((date) => ({ date, name: 'Ramazan Bayramı', frames: [] })),
  );
  expect(daysOf('DTSTART;VALUE=DATE:20260320', 'DURATION:P2D')).toEqual(['2026-03-20', '2026-03-21']);
  expect(daysOf('DTSTART;VALUE=DATE:20260320')).toEqual(['2026-03-20']);
});

test('Turkish names arrive whole: folded within a letter, escaped, or written before UTF-8', () => {
  const line = Buffer.from('SUMMARY:Atatürk’ü Anma\\, Gençlik ve Spor Bayramı');
  const within = line.indexOf(Buffer.from('ç')) + 1;
  const folded = Buffer.concat([line.subarray(0, within), Buffer.from('\r\n '), line.subarray(within)]);
  const file = (summary: Buffer) =>
    Buffer.concat([
      Buffer.from('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260519\r\n'),
      summary,
      Buffer.from('\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'),
    ]);
  expect(readIcs(file(folded), span).holidays[0]?.name).toBe('Atatürk’ü Anma, Gençlik ve Spor Bayramı');
  const old = Buffer.from('SUMMARY:\u00DEeker Bayram\u00FD', 'latin1');
  expect(readIcs(file(old), span).holidays[0]?.name).toBe('Şeker Bayramı');
});

test('lines may end as on any system', () => {
  const text = aFile(...anEvent('DTSTART;VALUE=DATE:20261029', 'SUMMARY:Cumhuriyet\r\n  Bayramı')).toString();
  expect(readIcs(Buffer.from(text.replaceAll('\r\n', '\n')), span).holidays).toEqual([
    { date: '2026-10-29', name: 'Cumhuriyet Bayramı', frames: [] },
  ]);
});

test('what repeats each year is written out within the span, without the days that are taken out', () => {
  expect(daysOf('DTSTART;VALUE=DATE:20001029', 'RRULE:FREQ=YEARLY')).toEqual(
    [2025, 2026, 2027, 2028, 2029, 2030, 2031].map((year) => `${year}-10-29`),
  );
  expect(daysOf('DTSTART;VALUE=DATE:20240229', 'RRULE:FREQ=YEARLY')).toEqual(['2028-02-29']);
  expect(
    daysOf(
      'DTSTART;VALUE=DATE:20200907',
      'RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=1MO;UNTIL=20270101',
      'EXDATE;VALUE=DATE:20250901',
    ),
  ).toEqual(['2026-09-07']);
  expect(daysOf('DTSTART;VALUE=DATE:20250526', 'RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;COUNT=2')).toEqual([
    '2025-05-26',
    '2026-05-25',
  ]);
  expect(daysOf('DTSTART;VALUE=DATE:20250101', 'RRULE:FREQ=YEARLY;INTERVAL=3', 'RDATE;VALUE=DATE:20260505')).toEqual([
    '2025-01-01',
    '2026-05-05',
    '2028-01-01',
    '2031-01-01',
  ]);
});

test('a single year may be moved or cancelled', () => {
  const { holidays } = readIcs(
    aFile(
      ...anEvent('DTSTART;VALUE=DATE:20300601', 'RRULE:FREQ=YEARLY', 'SUMMARY:Day of the town'),
      ...anEvent('RECURRENCE-ID;VALUE=DATE:20310601', 'DTSTART;VALUE=DATE:20310602', 'SUMMARY:Day of the town'),
      ...anEvent('DTSTART;VALUE=DATE:20310701', 'STATUS:CANCELLED', 'SUMMARY:No more'),
    ),
    span,
  );
  expect(holidays.map(({ date }) => date)).toEqual(['2030-06-01', '2031-06-02']);
});

test('appointments are left out and counted, and what cannot be read is told by name', () => {
  const read = readIcs(
    aFile(
      ...anEvent('DTSTART:20260320T090000Z', 'DTEND:20260320T100000Z', 'SUMMARY:Meeting'),
      ...anEvent('DTSTART;TZID=Europe/Istanbul:20260320T090000', 'SUMMARY:Meeting'),
      ...anEvent('DTSTART;VALUE=DATE:20260320', 'RRULE:FREQ=WEEKLY', 'SUMMARY:Cleaning'),
      ...anEvent('DTSTART;VALUE=DATE:20260320', 'RRULE:FREQ=YEARLY;BYSETPOS=10;BYDAY=MO;BYMONTH=1', 'SUMMARY:Odd'),
      ...anEvent('DTSTART;VALUE=DATE:20261399', 'SUMMARY:Never'),
      ...anEvent('DTSTART;VALUE=DATE:20260101', 'DTEND;VALUE=DATE:99990101', 'SUMMARY:For ever'),
      ...anEvent('SUMMARY:Some day'),
    ),
    span,
  );
  expect(read.timedCount).toBe(2);
  expect(read.holidays).toEqual([]);
  expect(read.leftOut.map(({ name }) => name)).toEqual(['Cleaning', 'Odd', 'Never', 'For ever', 'Some day']);
});

test('a name that is no text for people is made one', () => {
  const { holidays } = readIcs(
    aFile(
      ...anEvent('DTSTART;VALUE=DATE:20260101', `SUMMARY:a\u001b[31m\\n${'b'.repeat(10_000)}`),
      ...anEvent('DTSTART;VALUE=DATE:20260102'),
    ),
    span,
  );
  expect(holidays[0]?.name).toMatch(/^a \[31m b+$/);
  expect(holidays[0]?.name).toHaveLength(200);
  expect(holidays[1]?.name).toBe('Holiday');
});

test.each([
  ['a mail', Buffer.from('From: a@b.example\r\n\r\nHello')],
  ['nothing', Buffer.alloc(0)],
  ['an address card', Buffer.from('BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nEND:VCARD\r\n')],
  ['half a file', Buffer.from('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n')],
  ['other bytes', Buffer.from([0, 255, 254, 1, 2, 3])],
])('%s is refused as no calendar', (_, file) => {
  expect(() => readIcs(file, span)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
});

test.each([
  ['an endless line', () => aFile(...anEvent(`X;${'A=B;'.repeat(400_000)}:c`))],
  ['too many bytes', () => Buffer.alloc(2_000_001, 'A')],
  [
    'too many events',
    () => aFile(...Array.from({ length: 5001 }, () => anEvent('DTSTART;VALUE=DATE:20260101')).flat()),
  ],
  [
    'too many holidays',
    () =>
      aFile(
        ...Array.from({ length: 9 }, (_, year) =>
          anEvent(`DTSTART;VALUE=DATE:${2024 + year}0101`, `DTEND;VALUE=DATE:${2025 + year}0101`),
        ).flat(),
      ),
  ],
  [
    'repetitions without end',
    () =>
      aFile(
        ...Array.from({ length: 4000 }, () =>
          anEvent('DTSTART;VALUE=DATE:16010101', 'RRULE:FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=-31'),
        ).flat(),
      ),
  ],
])('a file with %s is refused within a second', (_, file) => {
  const begun = performance.now();
  expect(() => readIcs(file(), span)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  expect(performance.now() - begun).toBeLessThan(15_000);
});

test('any other file is said to be none, in words', () => {
  for (const text of ['', 'name: Office', '\u0000\u0001:;\u0002', '<html>'])
    expect(() => readIcs(Buffer.from(text), span)).toThrow('this is no iCalendar file: it holds no VCALENDAR');
});
