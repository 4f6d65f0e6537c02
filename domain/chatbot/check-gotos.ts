import { exitsOf } from './block-exits.ts';
import { eachBlock, type FlowCheck } from './draft-flow.ts';

/** Every flow that is gone to, and the one that talks begin with, must be there. */
export function checkGotos({ start, flows, report }: FlowCheck): void {
  const allowed = Object.keys(flows);
  const isThere = (flow: string) => Object.hasOwn(flows, flow);
  if (start !== '' && !isThere(start))
    report(['start'], { message: `there is no flow “${start}”`, value: start, allowed });
  for (const { block, path } of eachBlock(flows)) {
    if (block.kind === 'unreadable') continue;
    for (const exit of exitsOf(block)) {
      if (isThere(exit.flow)) continue;
      report([...path, ...exit.path], { message: `there is no flow “${exit.flow}”`, value: exit.flow, allowed });
    }
  }
}
