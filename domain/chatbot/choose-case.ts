import { fold, foldTopic } from '../fold.ts';
import type { Block, FilterTest } from './flow.ts';

type Of<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>;

/** The flow of the first case that fits; null when none does. Texts are compared folded: İADE and iade are equal. */
export function chooseByAttributes(
  cases: Of<'filter'>['cases'],
  attributes: Readonly<Record<string, string>>,
): string | null {
  const fitting = cases.find(({ attribute, test, value }) => {
    const present = Object.hasOwn(attributes, attribute) ? (attributes[attribute] ?? '') : '';
    return passes(test, present, value);
  });
  return fitting?.goto ?? null;
}

function passes(test: FilterTest, present: string, value: string): boolean {
  const [has, wanted] = [foldTopic(present), foldTopic(value)];
  switch (test) {
    case 'is':
      return has === wanted;
    case 'is-not':
      return has !== wanted;
    case 'contains':
      return has.includes(wanted);
    case 'starts-with':
      return has.startsWith(wanted);
    case 'is-set':
      return has !== '';
    case 'is-empty':
      return has === '';
  }
}

/**
 * The flow of the first case one of whose words stands in the message; null when none does. Words stand by themselves:
 * "no" is not in "north". With a star at its end a word also stands for what begins with it: `iade*` is in "iademi".
 */
export function chooseByWords(cases: Of<'wait-for-message'>['cases'], message: string): string | null {
  const said = ` ${apart(message)} `;
  return cases.find(({ words }) => words.some((word) => stands(word, said)))?.goto ?? null;
}

function stands(word: string, said: string): boolean {
  const wanted = apart(word);
  if (wanted === '') return false;
  return said.includes(word.trimEnd().endsWith('*') ? ` ${wanted}` : ` ${wanted} `);
}

/** Folded words with one blank between them; marks that are no letters or digits part words. */
function apart(text: string): string {
  return fold(text)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
