import fc from 'fast-check';
import { mailBatches } from './mail-batches.ts';
import { uidRange } from './uid-range.ts';

const sizes = fc.array(fc.nat(2000), { maxLength: 60 });

test('batches keep every mail in order, and hold no more than their bounds unless one mail alone is larger', () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 10 }), (bytes, limit, mails) => {
      const listed = bytes.map((size, index) => ({ uid: index + 1, size, receivedAt: new Date(0) }));
      const batches = [...mailBatches(listed, { bytes: limit, mails, maxMailBytes: 1500 })];
      expect(batches.flat()).toEqual(listed);
      for (const batch of batches) {
        const weight = batch.reduce((sum, { size }) => sum + (size > 1500 ? 0 : size), 0);
        expect(batch.length).toBeLessThanOrEqual(mails);
        expect(weight <= limit || batch.filter(({ size }) => size <= 1500).length === 1).toBe(true);
      }
    }),
  );
});

test('runs of numbers are written short', () => {
  expect(uidRange([1, 2, 3, 7, 9, 10])).toBe('1:3,7,9:10');
  expect(uidRange([4294967295])).toBe('4294967295');
  expect(uidRange([])).toBe('');
});
