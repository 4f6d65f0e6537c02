import { chooseByAttributes } from './choose-case.ts';
import { cleanWords, LONGEST_TEXT } from './clean-words.ts';
import type { Effect, Turn, Waiting } from './conversation.ts';
import { fillIn } from './fill-in.ts';
import { FlowError } from './flow-error.ts';
import type { Block } from './flow.ts';
import { buttonsOf } from './pick-option.ts';
import { blockAt, finish, say, turnOf, type WorldRun } from './run.ts';
import { wishTicket } from './wish-ticket.ts';

/** A design that runs through more blocks than this without waiting goes in a circle. */
const MOST_BLOCKS = 500;
/** A ticket counts as so many blocks: a circle makes a few, not hundreds. */
const BLOCKS_OF_A_TICKET = 50;

type Step =
  | { to: 'next' }
  | { to: 'flow'; flow: string }
  | { to: 'wait'; waiting: Waiting }
  | { to: 'effect'; effect: Effect }
  | { to: 'end' };

/**
 * Runs blocks from the position until one waits, something is to be done, or the talk ends.
 * @throws FlowError when the design cannot go on
 */
export function runBlocks(run: WorldRun): Turn {
  const { state } = run;
  state.waiting = null;
  while (state.blocksRun < MOST_BLOCKS) {
    state.blocksRun += 1;
    mustExist(run, state.position.flow);
    const block = blockAt(run);
    const step: Step = block === null ? { to: 'end' } : runBlock(run, block);
    switch (step.to) {
      case 'next':
        passBlock(run);
        break;
      case 'flow':
        goTo(run, step.flow);
        break;
      case 'wait':
        state.waiting = step.waiting;
        state.blocksRun = 0;
        return turnOf(run);
      case 'effect':
        state.blocksRun += BLOCKS_OF_A_TICKET;
        return turnOf(run, step.effect);
      case 'end':
        return finish(run, 'completed', 'the chatbot ended the talk without creating a ticket');
    }
  }
  throw new FlowError('LOOP', `more than ${MOST_BLOCKS} blocks without waiting for the visitor`, state);
}

export function passBlock({ state }: WorldRun): void {
  state.position = { ...state.position, block: state.position.block + 1 };
}

/** @throws FlowError when there is no such flow */
export function goTo(run: WorldRun, flow: string): void {
  mustExist(run, flow);
  run.state.position = { flow, block: 0 };
}

function mustExist({ chatbot, state }: WorldRun, flow: string): void {
  if (!Object.hasOwn(chatbot.flows, flow)) throw new FlowError('NO_FLOW', `there is no flow "${flow}"`, state);
}

function runBlock(run: WorldRun, block: Block): Step {
  const { chatbot, state } = run;
  switch (block.kind) {
    case 'say':
      say(run, block.text);
      return { to: 'next' };
    case 'options':
      say(run, block.text, buttonsOf(block.options, state.position));
      return { to: 'wait', waiting: { kind: 'option', tries: 0 } };
    case 'ask':
      return ask(run, block);
    case 'set':
      state.attributes[block.attribute] = cleanWords(fillIn(block.value, state.attributes), LONGEST_TEXT);
      return { to: 'next' };
    case 'filter':
      return orNext(chooseByAttributes(block.cases, state.attributes) ?? block.otherwise);
    case 'hours':
      return { to: 'flow', flow: isOpen(run, block.calendar) ? block.inside : block.outside };
    case 'wait':
      return { to: 'wait', waiting: { kind: 'pause', until: after(run, block.seconds) } };
    case 'wait-for-message':
      return { to: 'wait', waiting: { kind: 'message', until: after(run, block.seconds) } };
    case 'goto':
      return { to: 'flow', flow: block.flow };
    case 'create-ticket':
    case 'hand-over':
      return { to: 'effect', effect: { kind: block.kind, ticket: wishTicket(chatbot, state, block) } };
    case 'end':
      return { to: 'end' };
    default:
      throw new FlowError('UNKNOWN_BLOCK', `there is no block "${String((block as Block).kind)}"`, state);
  }
}

/** Who the visitor is, is not asked again: the site may have told it, or an earlier question. */
function ask(run: WorldRun, block: Extract<Block, { kind: 'ask' }>): Step {
  const { attributes } = run.state;
  const isKnown = Object.hasOwn(attributes, block.into) && attributes[block.into]?.trim() !== '';
  if (block.what !== 'text' && isKnown) return { to: 'next' };
  say(run, block.question);
  return { to: 'wait', waiting: { kind: 'answer', tries: 0 } };
}

function orNext(flow: string | null): Step {
  return flow === null ? { to: 'next' } : { to: 'flow', flow };
}

function isOpen({ world, state }: WorldRun, calendar: string): boolean {
  const open = world.isOpen(calendar);
  if (open === null) throw new FlowError('NO_CALENDAR', `there is no calendar "${calendar}"`, state);
  return open;
}

function after({ world }: WorldRun, seconds: number): string {
  return new Date(Date.parse(world.now) + seconds * 1000).toISOString();
}
