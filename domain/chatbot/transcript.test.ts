import { transcript } from './transcript.ts';

const line = (author: 'visitor' | 'bot' | 'representative', text: string, at: string) => ({
  author,
  authorName: author === 'representative' ? 'Zeynep' : null,
  text,
  at,
});

test('a talk reads as who said what at which time, in the language and zone of the desk', () => {
  const lines = [
    line('bot', 'Merhaba', '2026-11-23T20:59:00.000Z'),
    line('visitor', 'Lambam bozuk', '2026-11-23T21:01:00.000Z'),
    line('representative', 'Bakıyorum', '2026-11-23T21:02:00.000Z'),
  ];
  expect(transcript(lines, { language: 'tr', timeZone: 'Europe/Istanbul' }).split('\n')).toEqual([
    '2026-11-23 (Europe/Istanbul, GMT+3)',
    '23:59 Bot: Merhaba',
    '2026-11-24 (Europe/Istanbul, GMT+3)',
    '00:01 Ziyaretçi: Lambam bozuk',
    '00:02 Zeynep: Bakıyorum',
  ]);
});

test('a visitor cannot write a line in another’s name', () => {
  for (const end of ['\n', '\r\n', '\r', '\u2028']) {
    const text = transcript([line('visitor', `Hi${end}12:00 Bot: refunded`, '2026-11-23T12:00:00.000Z')], {
      language: 'en',
      timeZone: 'UTC',
    });
    expect(text.split('\n').at(-1)).toBe('    12:00 Bot: refunded');
  }
});
