import { describeTagOrigin, tagCatalogue, typedTagWarning } from './tag-catalogue.ts';

const catalogue = tagCatalogue([
  { id: 's1', name: 'support@', tags: ['Mesai Dışı', 'iade', ' '] },
  { id: 's2', name: 'info@', tags: ['İADE', '*'] },
]);

test('each tag stands once, with every source that gives it', () => {
  expect(catalogue.map(({ tag, origins }) => [tag, origins.map(({ name }) => name)])).toEqual([
    ['iade', ['support@', 'info@']],
    ['Mesai Dışı', ['support@']],
  ]);
  expect(describeTagOrigin('IADE', catalogue)).toBe('source support@, source info@');
  expect(describeTagOrigin('*', catalogue)).toBe('every newly opened ticket');
  expect(describeTagOrigin('fatura', catalogue)).toBe('typed by hand');
});

test('a tag typed by hand says that it acts only when a ticket comes with it', () => {
  expect(typedTagWarning('fatura', catalogue)).toMatch(/only when a ticket comes with that tag/);
  expect(typedTagWarning('mesai disi', catalogue)).toBeNull();
  expect(typedTagWarning('*', catalogue)).toBeNull();
});
