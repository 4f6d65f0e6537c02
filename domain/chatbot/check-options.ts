import { foldTopic } from '../fold.ts';
import { eachBlock, type FlowCheck } from './draft-flow.ts';

/** A typed answer must mean one choice only. */
export function checkOptions({ flows, report }: FlowCheck): void {
  for (const { block, path } of eachBlock(flows)) {
    if (block.kind !== 'options') continue;
    const labels = block.options.map(({ label }) => foldTopic(label));
    block.options.forEach(({ label }, index) => {
      if (labels.indexOf(labels[index] ?? '') === index) return;
      const message = `two choices are called “${label}”`;
      report([...path, 'options', 'choices', index, 'label'], { message, value: label });
    });
  }
}
