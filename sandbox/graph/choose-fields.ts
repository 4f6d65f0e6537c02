import { GraphRefusal } from './graph-error.ts';

/** One name of `fields=`, with what stands in its braces. */
export interface FieldChoice {
  name: string;
  /** Null when there are no braces. */
  inner: string | null;
  /** From `edge.limit(5){...}`. */
  limit: number | null;
}

/** What can be asked of a kind of node; a reader that gives undefined leaves the field out. `id` is always there. */
export interface NodeShape<Node> {
  /** Answered when no fields are asked for. */
  defaults: readonly string[];
  fields: Readonly<Record<string, (node: Node, choice: FieldChoice) => unknown>>;
}

/**
 * A node as `fields` asks for it (Graph API, "Get Results": choosing fields, field expansion).
 *
 * @param fields `a,b,edge{c,d}`, or null for the defaults
 * @throws GraphRefusal code 100 for a field that the node does not have, and for braces that do not match
 */
export function chooseFields<Node extends { id: string }>(
  node: Node,
  shape: NodeShape<Node>,
  fields: string | null,
): Record<string, unknown> {
  const chosen: Record<string, unknown> = {};
  for (const choice of fieldChoices(fields ?? shape.defaults.join(','))) {
    const read = Object.hasOwn(shape.fields, choice.name) ? shape.fields[choice.name] : undefined;
    if (!read && choice.name !== 'id')
      throw new GraphRefusal({ code: 100, message: `Tried to read field (${choice.name}), which there is not` });
    const value = read?.(node, choice);
    if (value !== undefined) chosen[choice.name] = value;
  }
  return { ...chosen, id: node.id };
}

/** Reads `a,b,edge.limit(2){c,d{e}}`. An empty text gives nothing. */
function fieldChoices(fields: string): FieldChoice[] {
  return splitOutsideBraces(fields).map((piece) => {
    const match = /^([a-z_][a-z0-9_]*)(?:\.limit\(([0-9]+)\))?(?:\{(.*)\})?$/s.exec(piece);
    if (!match?.[1]) throw new GraphRefusal({ code: 100, message: `Syntax error in fields near "${piece}"` });
    return { name: match[1], limit: match[2] ? Number(match[2]) : null, inner: match[3] ?? null };
  });
}

function splitOutsideBraces(fields: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let piece = '';
  for (const letter of fields) {
    if (letter === '{') depth += 1;
    if (letter === '}') depth -= 1;
    if (depth < 0) break;
    if (letter === ',' && depth === 0) {
      pieces.push(piece.trim());
      piece = '';
    } else piece += letter;
  }
  if (depth !== 0) throw new GraphRefusal({ code: 100, message: 'Syntax error in fields: braces do not match' });
  return [...pieces, piece.trim()].filter((each) => each !== '');
}
