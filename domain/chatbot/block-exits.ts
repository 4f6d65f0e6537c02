import type { DesignPath } from '../design/read-design.ts';
import type { DraftBlock } from './draft-flow.ts';

/** A way out of a block into another flow, and the key below the block that names it. */
export interface Exit {
  flow: string;
  path: DesignPath;
}

export function exitsOf(block: DraftBlock): Exit[] {
  switch (block.kind) {
    case 'unreadable':
      return block.goto.map((flow) => ({ flow, path: [] }));
    case 'goto':
      return [{ flow: block.flow, path: ['goto'] }];
    case 'options':
      return block.options.map(({ goto }, index) => ({ flow: goto, path: ['options', 'choices', index, 'goto'] }));
    case 'hours':
      return [
        { flow: block.inside, path: ['hours', 'inside'] },
        { flow: block.outside, path: ['hours', 'outside'] },
      ];
    case 'filter':
      return [...casesOf(block), ...otherwiseOf(block)];
    case 'wait-for-message':
      return [
        ...casesOf(block),
        { flow: block.onTimeout, path: ['wait-for-message', 'onTimeout'] },
        ...otherwiseOf(block),
      ];
    default:
      return [];
  }
}

/** Whether the flow may go on below the block. */
export function goesOn(block: DraftBlock): boolean {
  if (block.kind === 'filter' || block.kind === 'wait-for-message') return block.otherwise === null;
  return !['goto', 'options', 'hours', 'hand-over', 'end'].includes(block.kind);
}

/** Whether it waits for the visitor or for time, however often it is come to: who the visitor is, is asked only once. */
export function waits(block: DraftBlock): boolean {
  if (block.kind === 'ask') return block.what === 'text';
  return ['options', 'wait', 'wait-for-message'].includes(block.kind);
}

function casesOf(block: { kind: string; cases: { goto: string }[] }): Exit[] {
  return block.cases.map(({ goto }, index) => ({ flow: goto, path: [block.kind, 'cases', index, 'goto'] }));
}

function otherwiseOf(block: { kind: string; otherwise: string | null }): Exit[] {
  return block.otherwise === null ? [] : [{ flow: block.otherwise, path: [block.kind, 'otherwise'] }];
}
