import { isAddress } from '../mail/is-address.ts';
import { exitsOf, goesOn } from './block-exits.ts';
import type { DraftBlock, DraftFlows } from './draft-flow.ts';
import { attributesIn } from './fill-in.ts';

/** Which attributes hold an e-mail address at a point of the flow. */
export interface Filled {
  /** The attributes that may come into an address; others are left out. */
  relevant: ReadonlySet<string>;
  onEveryPath: ReadonlySet<string>;
  onSomePath: ReadonlySet<string>;
}

export type Certainty = 'always' | 'sometimes' | 'never';

/** Stands for all attributes: a block that could not be read may fill any. */
const ANY = '*';

/** What is filled when each flow begins, over all paths from the first one; flows that are not reached are not in it. */
export function filledAtStarts(start: string, flows: DraftFlows): Map<string, Filled> {
  const atStarts = new Map<string, Filled>([[start, nothingFilled(flows)]]);
  const waiting = new Set([start]);
  for (const flow of waiting) {
    waiting.delete(flow);
    walkFlow(flows[flow] ?? [], atStarts.get(flow)!, (block, before) => {
      for (const [index, exit] of exitsOf(block).entries()) {
        if (!Object.hasOwn(flows, exit.flow)) continue;
        const after = throughExit(block, index, before);
        const known = atStarts.get(exit.flow);
        const merged = known ? merge(known, after) : after;
        if (known && isSame(known, merged)) continue;
        atStarts.set(exit.flow, merged);
        waiting.add(exit.flow);
      }
    });
  }
  return atStarts;
}

function nothingFilled(flows: DraftFlows): Filled {
  const sources = Object.values(flows).flatMap((blocks) =>
    blocks.flatMap((block) => {
      if (block.kind === 'create-ticket') return attributesIn(block.email ?? '');
      return block.kind === 'set' ? attributesIn(block.value) : [];
    }),
  );
  return { relevant: new Set([...sources, ANY]), onEveryPath: new Set(), onSomePath: new Set() };
}

/** Goes down a flow and tells what is filled before each block. */
export function walkFlow(
  blocks: DraftBlock[],
  atStart: Filled,
  visit: (block: DraftBlock, before: Filled, index: number) => void,
): void {
  let before = atStart;
  for (const [index, block] of blocks.entries()) {
    visit(block, before, index);
    if (!goesOn(block)) return;
    before = goingOn(block, before);
  }
}

/** How sure a text, typed or with `{{attribute}}`, is an e-mail address. */
export function certaintyOf(text: string, { onEveryPath, onSomePath }: Filled): Certainty {
  const isTyped = text.replaceAll(/\{\{[^{}]*\}\}/g, '').includes('@');
  if (isTyped) return isAddress(text.replaceAll(/\{\{[^{}]*\}\}/g, 'x').trim()) ? 'always' : 'never';
  const names = attributesIn(text);
  const areAll = (filled: ReadonlySet<string>) => names.every((name) => filled.has(name) || filled.has(ANY));
  if (names.length === 0 || !areAll(onSomePath)) return 'never';
  return areAll(onEveryPath) ? 'always' : 'sometimes';
}

/** After a block, when the flow goes on below it. */
function goingOn(block: DraftBlock, before: Filled): Filled {
  switch (block.kind) {
    case 'unreadable':
      return block.mayFillAttributes ? put(before, ANY, 'always') : before;
    case 'ask':
      return put(before, block.into, block.what === 'email' ? 'always' : 'never');
    case 'set':
      return put(before, block.attribute, certaintyOf(block.value, before));
    case 'filter':
      return block.cases.reduce((filled, one) => throughCase(filled, one, false), before);
    case 'wait-for-message':
      return block.into === null ? before : put(before, block.into, 'never');
    default:
      return before;
  }
}

/** After a block, when it is left by one of its exits. */
function throughExit(block: DraftBlock, exit: number, before: Filled): Filled {
  if (block.kind === 'filter') {
    const missed = block.cases.slice(0, exit).reduce((filled, one) => throughCase(filled, one, false), before);
    const taken = block.cases[exit];
    return taken ? throughCase(missed, taken, true) : missed;
  }
  if (block.kind === 'options' && block.into !== null) return put(before, block.into, 'never');
  return goingOn(block, before);
}

type Case = Extract<DraftBlock, { kind: 'filter' }>['cases'][number];

/** A test tells something of its attribute: that it is not empty where `is-set` holds, or where `is-empty` does not. */
function throughCase(filled: Filled, { attribute, test, value }: Case, holds: boolean): Filled {
  if (test === 'is-set') return put(filled, attribute, holds ? 'always' : 'never');
  if (test === 'is-empty') return put(filled, attribute, holds ? 'never' : 'always');
  const isFilledThen = holds && test !== 'is-not' && value.trim() !== '';
  return isFilledThen ? put(filled, attribute, 'always') : filled;
}

function put(filled: Filled, name: string, certainty: Certainty): Filled {
  const { relevant, onEveryPath, onSomePath } = filled;
  if (!relevant.has(name)) return filled;
  return {
    relevant,
    onEveryPath: withOrWithout(onEveryPath, name, certainty === 'always'),
    onSomePath: withOrWithout(onSomePath, name, certainty !== 'never'),
  };
}

function withOrWithout(names: ReadonlySet<string>, name: string, isIn: boolean): ReadonlySet<string> {
  if (names.has(name) === isIn) return names;
  return isIn ? new Set([...names, name]) : new Set([...names].filter((other) => other !== name));
}

function merge(one: Filled, other: Filled): Filled {
  return {
    relevant: one.relevant,
    onEveryPath: new Set([...one.onEveryPath].filter((name) => other.onEveryPath.has(name))),
    onSomePath: new Set([...one.onSomePath, ...other.onSomePath]),
  };
}

function isSame(one: Filled, other: Filled): boolean {
  return one.onEveryPath.size === other.onEveryPath.size && one.onSomePath.size === other.onSomePath.size;
}
