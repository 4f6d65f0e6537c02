import type { DesignProblem } from '../design/problem.ts';
import { checkDesign, readDesignFile, type DesignReader } from '../design/read-design.ts';
import { chatbotFile } from './chatbot-file.schema.ts';
import { checkAttributes } from './check-attributes.ts';
import { checkEmail } from './check-email.ts';
import { checkEnds } from './check-ends.ts';
import { checkGotos } from './check-gotos.ts';
import { checkLoops } from './check-loops.ts';
import { checkNames } from './check-names.ts';
import { checkOptions } from './check-options.ts';
import { checkReach } from './check-reach.ts';
import type { DeskNames, DraftFlows, FlowCheck } from './draft-flow.ts';
import type { Block, Chatbot } from './flow.ts';
import { readBlock } from './read-block.ts';

const MAX_FLOWS = 100;
const MAX_BLOCKS = 200;
const FLOW_NAME = /^\p{L}[\p{L}\p{M}\p{N}_-]{0,62}$/u;
const checks: ((check: FlowCheck) => void)[] = [
  checkGotos,
  checkEnds,
  checkReach,
  checkLoops,
  checkEmail,
  checkNames,
  checkAttributes,
  checkOptions,
];

/**
 * Reads a chatbot as its owner wrote it, in YAML, and checks it against what there is on the desk.
 * @returns every problem in the order of the lines; the chatbot unless one of them is more than a warning
 */
export function readChatbot(text: string, desk: DeskNames): { chatbot: Chatbot | null; problems: DesignProblem[] } {
  const { value, reader } = readDesignFile(text, { areAllTexts: true });
  const { problems } = reader;
  if (problems.length > 0) return { chatbot: null, problems };
  const head = checkDesign(reader, { value, schema: chatbotFile });
  const flows = readFlows(reader, keyOf(value, 'flows'));
  const start = head?.start ?? keyOf(value, 'start');
  for (const check of checks) {
    check({ start: typeof start === 'string' ? start.trim() : '', flows, desk, report: reader.report });
  }
  problems.sort((one, other) => one.line - other.line || one.column - other.column);
  if (!head || problems.some(({ isWarning }) => !isWarning)) return { chatbot: null, problems };
  return { chatbot: chatbotOf(head, flows as Record<string, Block[]>), problems };
}

type Head = NonNullable<ReturnType<typeof chatbotFile.parse>>;

function chatbotOf({ timeout, gone, ...head }: Head, flows: Record<string, Block[]>): Chatbot {
  return { ...head, timeoutSeconds: timeout, goneSeconds: gone, flows };
}

function readFlows(reader: DesignReader, raw: unknown): DraftFlows {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return {};
  const entries = Object.entries(raw);
  if (entries.length > MAX_FLOWS) reader.report(['flows'], { message: `must be at most ${MAX_FLOWS} flows` });
  return Object.fromEntries(
    entries.slice(0, MAX_FLOWS).map(([name, blocks]) => [name, readFlow(reader, name, blocks)]),
  );
}

function readFlow(reader: DesignReader, name: string, raw: unknown): DraftFlows[string] {
  const path = ['flows', name];
  if (!FLOW_NAME.test(name)) {
    const message = 'is no name of a flow: a letter, then letters, digits, dashes and underscores';
    reader.report(path, { message, value: name });
  }
  if (!Array.isArray(raw)) {
    const message = raw === '' ? 'the flow is empty' : 'must be a list of blocks, each after a dash';
    reader.report(path, { message, value: raw });
    return [{ kind: 'end' }];
  }
  if (raw.length === 0) reader.report(path, { message: 'the flow is empty' });
  if (raw.length > MAX_BLOCKS) reader.report(path, { message: `must have at most ${MAX_BLOCKS} blocks` });
  return raw.slice(0, MAX_BLOCKS).map((block: unknown, index) => readBlock(reader, block, [...path, index]));
}

function keyOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
