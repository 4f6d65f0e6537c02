import { describeTagOrigin, tagCatalogue, typedTagWarning, type TagGiver } from './tag-catalogue.ts';

function aSource(name: string, tags: string[], isOff = false): TagGiver {
  return { kind: 'source', id: name, name, isOff, version: null, isDraft: false, tags, topics: [] };
}

const night = { kind: 'chatbot' as const, id: 'night', name: 'night', isOff: false };
const catalogue = tagCatalogue([
  aSource('support@', ['Mesai Dışı', 'iade', ' ']),
  aSource('info@', ['İADE', '*']),
  aSource('old@', ['fax'], true),
  { ...night, version: 4, isDraft: true, tags: ['Mesai Dışı', 'new', '{{ topic }}'], topics: ['Soon'] },
  {
    ...night,
    version: 3,
    isDraft: false,
    tags: ['Mesai Dışı', 'both'],
    topics: ['After Hours Ticket', 'both', 'Order {{order}}'],
  },
]);

test('each tag stands once, with everything that gives it', () => {
  expect(catalogue.map(({ tag, origins }) => [tag, origins.map(({ name }) => name)])).toEqual([
    ['After Hours Ticket', ['night']],
    ['both', ['night']],
    ['fax', ['old@']],
    ['iade', ['support@', 'info@']],
    ['Mesai Dışı', ['support@', 'night']],
    ['new', ['night']],
    ['Soon', ['night']],
  ]);
});

test('where a tag comes from is said with its version, and whether that is a draft, a subject or switched off', () => {
  const said = ['IADE', 'mesai disi', 'both', 'after hours ticket', 'Soon', 'fax', '*', 'fatura'].map((tag) =>
    describeTagOrigin(tag, catalogue),
  );
  expect(said).toEqual([
    'source support@, source info@',
    'source support@, chatbot night (version 3)',
    'chatbot night (version 3)',
    'chatbot night (version 3, as subject)',
    'chatbot night (version 4, as subject, draft)',
    'source old@ (off)',
    'every newly opened ticket',
    'typed by hand',
  ]);
});

test('a rule whose tag nothing gives is warned of, and one whose tag comes only later', () => {
  expect(typedTagWarning('fatura', catalogue)).toMatch(/only when a ticket comes with that tag/);
  expect(typedTagWarning('new', catalogue)).toBe(
    'The tag "new" comes only from chatbot night (version 4, draft): the rule acts once that is published and on.',
  );
  expect(typedTagWarning('fax', catalogue)).toMatch(/comes only from source old@ \(off\)/);
  for (const tag of ['mesai disi', 'After  Hours Ticket', '*']) expect(typedTagWarning(tag, catalogue)).toBeNull();
});

test('where each of twenty thousand tags comes from is told at once', () => {
  const tags = Array.from({ length: 20_000 }, (_, index) => `Etiket ${index}`);
  const many = tagCatalogue([
    { kind: 'source', id: 's', name: 'Depo', isOff: false, version: null, isDraft: false, tags, topics: [] },
  ]);
  expect(new Set(many.map(({ tag }) => describeTagOrigin(tag, many)))).toEqual(new Set(['source Depo']));
});
