import fc from 'fast-check';
import { safeFileName } from './safe-file-name.ts';

describe('safeFileName', () => {
  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\invoice.pdf', 'invoice.pdf'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['in\u200bvoice.p\u0000hp', 'invoice.php'],
    ['.htaccess', 'htaccess'],
    ['CON.txt', '_CON.txt'],
    ['a\r\nb.txt', 'ab.txt'],
    ['fatura şubat.pdf', 'fatura şubat.pdf'],
    ['x.pdf. . ', 'x.pdf'],
    ['a<b>:"|?*.txt', 'a_b______.txt'],
    ['-rf', 'rf'],
    ['..', 'attachment'],
    ['', 'attachment'],
    [null, 'attachment'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  test('a long name keeps its extension', () => {
    const safe = safeFileName(`${'ş'.repeat(300)}.pdf`);
    expect(Array.from(safe)).toHaveLength(120);
    expect(safe.endsWith('.pdf')).toBe(true);
  });

  test('whatever the name, the result is a plain name of at most 120 signs, and safe stays safe', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const safe = safeFileName(name);
        expect(safe).not.toMatch(/[\\/\p{Cc}\p{Cf}<>:"|?*]/u);
        expect(safe).not.toMatch(/^\.|^$/);
        expect(Array.from(safe).length).toBeLessThanOrEqual(121);
        expect(safeFileName(safe)).toBe(safe);
      }),
      { numRuns: 2_000 },
    );
  });
});
