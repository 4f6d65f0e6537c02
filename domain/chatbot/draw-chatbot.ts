import { cellWidth, cutToCells } from '../cell-width.ts';
import { safeLine } from '../safe-text.ts';
import { blockLabel, exitLabels } from './block-labels.ts';
import type { Block, Chatbot } from './flow.ts';

const CELLS = 80;
/** Deeper branches are drawn below, from the left again. */
const MAX_LEVEL = 12;
const FLOW_NAME_CELLS = 30;

interface Strokes {
  branch: string;
  last: string;
  through: string;
  none: string;
  arrow: string;
  ellipsis: string;
}

const boxStrokes: Strokes = { branch: '├─ ', last: '└─ ', through: '│  ', none: '   ', arrow: '→', ellipsis: '…' };
const asciiStrokes: Strokes = { branch: '|- ', last: '`- ', through: '|  ', none: '   ', arrow: '->', ellipsis: '...' };

/** A line of the tree and what hangs below it. */
interface Branch {
  text: string;
  below: Branch[];
}

/**
 * A chatbot as a tree, one text a line, without colours. Each flow is drawn once, where it is first gone to; other ways
 * to it only name it.
 * @param cells how wide a line may be
 */
export function drawChatbot(
  chatbot: Chatbot,
  { cells = CELLS, isAscii = false }: { cells?: number; isAscii?: boolean } = {},
): string[] {
  const strokes = isAscii ? asciiStrokes : boxStrokes;
  return rootsOf(chatbot, strokes).flatMap((root) => [
    shorten(root.text, cells, strokes),
    ...linesOf(root.below, { prefix: '', cells, strokes }),
  ]);
}

/** The first flow, and those that lie too deep to be drawn inside it. */
function rootsOf(chatbot: Chatbot, strokes: Strokes): Branch[] {
  const toDraw = new Set([chatbot.start]);
  const isDrawn = new Set<string>();
  const inside = (flow: string, level: number): Branch[] => {
    isDrawn.add(flow);
    return (Object.hasOwn(chatbot.flows, flow) ? (chatbot.flows[flow] ?? []) : []).map((block) =>
      branchOf(block, level),
    );
  };
  const branchOf = (block: Block, level: number): Branch => {
    if (block.kind === 'goto') return exitTo(block.flow, '', level);
    const below = exitLabels(block).map(({ label, flow }) => exitTo(flow, label, level + 1));
    return { text: blockLabel(block), below };
  };
  const exitTo = (flow: string, label: string, level: number): Branch => {
    const way = `${label === '' ? '' : `${safeLine(label, FLOW_NAME_CELLS)} `}${strokes.arrow} ${safeLine(flow, FLOW_NAME_CELLS)}`;
    if (isDrawn.has(flow)) return { text: `${way} (drawn already)`, below: [] };
    if (level < MAX_LEVEL && !toDraw.has(flow)) return { text: way, below: inside(flow, level + 1) };
    toDraw.add(flow);
    return { text: `${way} (drawn below)`, below: [] };
  };
  const roots: Branch[] = [];
  // Drawing one may add others.
  for (const flow of toDraw) roots.push({ text: flow, below: inside(flow, 0) });
  return roots;
}

function linesOf(
  branches: Branch[],
  { prefix, cells, strokes }: { prefix: string; cells: number; strokes: Strokes },
): string[] {
  return branches.flatMap(({ text, below }, index) => {
    const isLast = index === branches.length - 1;
    const head = prefix + (isLast ? strokes.last : strokes.branch);
    const line = head + shorten(text, cells - cellWidth(head), strokes);
    return [line, ...linesOf(below, { prefix: prefix + (isLast ? strokes.none : strokes.through), cells, strokes })];
  });
}

function shorten(text: string, cells: number, { ellipsis }: Strokes): string {
  const line = safeLine(text, Number.MAX_SAFE_INTEGER);
  if (cellWidth(line) <= cells) return line;
  return cutToCells(line, Math.max(0, cells - cellWidth(ellipsis))).text.trimEnd() + ellipsis;
}
