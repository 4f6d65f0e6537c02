import { checkDesign, type DesignPath, type DesignReader } from '../design/read-design.ts';
import { blockSchemas } from './block-file.schema.ts';
import type { DraftBlock } from './draft-flow.ts';
import type { Block, BlockKind } from './flow.ts';

const kinds = Object.keys(blockSchemas) as BlockKind[];
const fillingKinds = new Set<BlockKind>(['ask', 'set', 'filter']);
/** These may stand as a word alone: `- end`. */
const bareKinds = new Set<unknown>(['end', 'hand-over']);

/** Reads one block: a key that says what it is, and what belongs to it. What is wrong is reported. */
export function readBlock(reader: DesignReader, raw: unknown, path: DesignPath): DraftBlock {
  const unreadable = { kind: 'unreadable' as const, goto: textsWithin(raw), mayFillAttributes: mayFill(raw) };
  return readKnown(reader, raw, path) ?? unreadable;
}

function readKnown(reader: DesignReader, raw: unknown, path: DesignPath): Block | null {
  const [named, ...others] = bareKinds.has(raw) ? [[raw as string, {}] as const] : entriesOf(raw);
  if (!named) {
    reader.report(path, { message: 'is no block', value: raw, allowed: kinds });
    return null;
  }
  for (const [key] of others) {
    reader.report([...path, key], {
      message: `a second key in one block: ${named[0]} and ${key}; indent it or give it its own dash`,
      value: key,
    });
  }
  const [kind, value] = named;
  if (!isKind(kind)) {
    reader.report([...path, kind], { message: `unknown block “${kind.slice(0, 40)}”`, value: kind, allowed: kinds });
    return null;
  }
  const body = value === '' && bareKinds.has(kind) ? {} : value;
  const block = checkDesign<Block>(reader, { value: body, schema: blockSchemas[kind], path: [...path, kind] });
  return others.length > 0 ? null : block;
}

function entriesOf(raw: unknown): [string, unknown][] {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? Object.entries(raw) : [];
}

function isKind(key: string): key is BlockKind {
  return (kinds as string[]).includes(key);
}

/** Not where it is plain that it is meant as another block. */
function mayFill(raw: unknown): boolean {
  return entriesOf(raw).some(([key, value]) => {
    return isKind(key) ? fillingKinds.has(key) : typeof value === 'object';
  });
}

/** All texts in a value: among them are the flows that an unreadable block goes to. */
function textsWithin(value: unknown): string[] {
  if (typeof value === 'string') return [value.trim()];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsWithin);
}
