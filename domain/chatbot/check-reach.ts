import { exitsOf } from './block-exits.ts';
import type { DraftFlows, FlowCheck } from './draft-flow.ts';

/** Every flow must be reached from the first. A misspelt flow elsewhere explains one that is not, and comes first. */
export function checkReach({ start, flows, report }: FlowCheck): void {
  const isThere = (flow: string) => Object.hasOwn(flows, flow);
  const readable = Object.values(flows)
    .flat()
    .filter((block) => block.kind !== 'unreadable');
  const isMisspelt = readable.some((block) => exitsOf(block).some((exit) => !isThere(exit.flow)));
  if (!isThere(start) || isMisspelt) return;
  const reached = reachedFrom(start, flows);
  for (const flow of Object.keys(flows)) {
    if (!reached.has(flow)) report(['flows', flow], { message: `the flow “${flow}” is never reached`, value: flow });
  }
}

function reachedFrom(start: string, flows: DraftFlows): Set<string> {
  const reached = new Set([start]);
  for (const flow of reached) {
    for (const exit of (flows[flow] ?? []).flatMap(exitsOf)) {
      if (Object.hasOwn(flows, exit.flow)) reached.add(exit.flow);
    }
  }
  return reached;
}
