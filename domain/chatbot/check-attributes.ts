import { textsOf } from './block-texts.ts';
import { eachBlock, type DraftBlock, type FlowCheck } from './draft-flow.ts';
import { ATTRIBUTE_NAME, attributesIn, badPlacesIn } from './fill-in.ts';
import { knownAttributes } from './flow.ts';

/** Places for attributes must be well formed, and something should fill each: an attribute that nothing sets stays empty. */
export function checkAttributes({ flows, desk, report }: FlowCheck): void {
  const blocks = eachBlock(flows);
  const filled = new Set<string>([...knownAttributes, ...desk.attributes]);
  for (const { block } of blocks) for (const name of filledBy(block)) filled.add(name);
  const isAllRead = blocks.every(({ block }) => block.kind !== 'unreadable');
  for (const { block, path } of blocks) {
    for (const { text, path: key } of textsOf(block)) {
      for (const bad of badPlacesIn(text)) {
        report([...path, ...key], {
          message: `“${bad}” is no place for an attribute`,
          value: bad,
          allowed: ['{{name}}'],
        });
      }
    }
    if (!isAllRead) continue;
    for (const { name, key } of usedBy(block)) {
      if (filled.has(name)) continue;
      const message = `nothing sets the attribute “${name}”: it is always empty`;
      report([...path, ...key], { message, value: name, allowed: [...filled], isWarning: true });
    }
  }
}

function filledBy(block: DraftBlock): string[] {
  if (block.kind === 'set') return [block.attribute];
  if (block.kind !== 'ask' && block.kind !== 'options' && block.kind !== 'wait-for-message') return [];
  return block.into === null ? [] : [block.into];
}

function usedBy(block: DraftBlock): { name: string; key: readonly (string | number)[] }[] {
  const inTexts = textsOf(block).flatMap(({ text, path }) => {
    const wellFormed = attributesIn(text).filter((name) => ATTRIBUTE_NAME.test(name));
    return wellFormed.map((name) => ({ name, key: path }));
  });
  if (block.kind !== 'filter') return inTexts;
  return block.cases.map(({ attribute }, index) => ({ name: attribute, key: ['filter', 'cases', index, 'attribute'] }));
}
