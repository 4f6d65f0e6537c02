import type { DesignPath } from '../design/read-design.ts';
import { exitsOf, goesOn, waits } from './block-exits.ts';
import type { DraftBlock, FlowCheck } from './draft-flow.ts';

/**
 * No talk may go round without waiting for the visitor or for time. Flows are entered at their top only, so a round is
 * a round of flows, each left before its first block that waits.
 */
export function checkLoops({ flows, report }: FlowCheck): void {
  const isDone = new Set<string>();
  const trail: string[] = [];
  const follow = (flow: string) => {
    trail.push(flow);
    for (const { flow: next, path } of exitsBeforeWaiting(flows[flow] ?? [])) {
      const from = trail.indexOf(next);
      if (from >= 0) {
        const round = [...trail.slice(from), next].join(' → ');
        const message = `goes round without waiting for the visitor or for time: ${round}`;
        const allowed = ['ask with what: text', 'options', 'wait', 'wait-for-message'].map(
          (block) => `${block} on the way`,
        );
        report(['flows', flow, ...path], { message, value: next, allowed });
      } else if (Object.hasOwn(flows, next) && !isDone.has(next)) follow(next);
    }
    trail.pop();
    isDone.add(flow);
  };
  for (const flow of Object.keys(flows)) if (!isDone.has(flow)) follow(flow);
}

function exitsBeforeWaiting(blocks: DraftBlock[]): { flow: string; path: DesignPath }[] {
  const exits = [];
  for (const [index, block] of blocks.entries()) {
    if (waits(block) || block.kind === 'unreadable') break;
    exits.push(...exitsOf(block).map(({ flow, path }) => ({ flow, path: [index, ...path] })));
    if (!goesOn(block)) break;
  }
  return exits;
}
