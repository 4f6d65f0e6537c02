import { TextDecoder } from 'node:util';
import { decodeText, withUtf8Head } from './decode-text.ts';

const turkish = 'Şikâyet: ürün kırık, iğrenç';
const latin5 = Buffer.from(
  Array.from(turkish).map(
    (letter) => ({ Ş: 0xde, ğ: 0xf0, ı: 0xfd, İ: 0xdd, ş: 0xfe, Ğ: 0xd0 })[letter] ?? letter.charCodeAt(0),
  ),
);

describe('decodeText', () => {
  test.each([
    'iso-8859-9',
    'ISO_8859-9',
    'windows-1254',
    'cp1254',
    'latin5',
    null,
    '',
    'utf-8',
    'us-ascii',
    'iso-8859-1',
    'x-unknown',
    'utf-7',
  ])('reads Turkish 8-bit text that calls itself %s', (charset) => {
    expect(decodeText(latin5, charset)).toBe(turkish);
  });

  test.each(['utf-8', null, 'iso-8859-1', 'windows-1254', 'us-ascii', 'nonsense'])(
    'reads UTF-8 that calls itself %s',
    (charset) => {
      expect(decodeText(Buffer.from(turkish), charset)).toBe(turkish);
    },
  );

  test('one damaged character does not turn UTF-8 into another charset', () => {
    const bytes = Buffer.concat([Buffer.from(turkish), Buffer.from([0xc3])]);
    expect(decodeText(bytes, 'utf-8')).toBe(`${turkish}\ufffd`);
  });

  test.each([
    ['koi8-r', [0xf0, 0xd2]],
    ['gb18030', [0xc4, 0xe3]],
    ['euc-kr', [0xb0, 0xa1]],
    ['shift_jis', [0x82, 0xa0]],
  ])('reads %s', (charset, bytes) => {
    expect(decodeText(Buffer.from(bytes), charset)).toBe(new TextDecoder(charset).decode(Buffer.from(bytes)));
  });

  test('leaves Icelandic Latin-1 as it is', () => {
    expect(decodeText(Buffer.from('Það er ný æfing', 'latin1'), 'iso-8859-1')).toBe('Það er ný æfing');
  });

  test('a byte order mark outranks the label', () => {
    expect(decodeText(Buffer.from('\ufeffÜrün', 'utf16le'), 'utf-8')).toBe('Ürün');
  });
});

test('8-bit headers are written anew in UTF-8, other mail is left alone', () => {
  const raw = Buffer.concat([Buffer.from('Subject: '), latin5, Buffer.from('\r\n\r\n'), latin5]);
  const made = withUtf8Head(raw);
  expect(made.toString('utf8')).toContain(`Subject: ${turkish}`);
  expect(made.subarray(-latin5.length)).toEqual(latin5);
  const plain = Buffer.from('Subject: x\r\n\r\nHi');
  expect(withUtf8Head(plain)).toBe(plain);
});
