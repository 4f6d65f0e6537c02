import { goesOn } from './block-exits.ts';
import type { FlowCheck } from './draft-flow.ts';

const waysToEnd = ['end', 'goto', 'hand-over', 'options', 'hours', 'filter with otherwise'];

/** A flow must end in a block that ends or leaves it, and nothing may stand below such a block. */
export function checkEnds({ flows, report }: FlowCheck): void {
  for (const [flow, blocks] of Object.entries(flows)) {
    const lastIndex = blocks.findIndex((block) => !goesOn(block));
    const last = blocks[lastIndex];
    if (last && lastIndex < blocks.length - 1) {
      report(['flows', flow, lastIndex + 1], {
        message: `is never reached: ${last.kind} above it leaves the flow`,
        value: blocks[lastIndex + 1]?.kind,
      });
    }
    if (!last && blocks.length > 0 && blocks.at(-1)?.kind !== 'unreadable') {
      const message = `a dead end: the flow “${flow}” stops after this block and leaves the visitor there`;
      report(['flows', flow, blocks.length - 1], { message, value: blocks.at(-1)?.kind, allowed: waysToEnd });
    }
  }
}
