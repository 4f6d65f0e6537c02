import type { ConversationState, ConversationWorld, Stimulus, Turn } from './conversation.ts';
import type { Chatbot } from './flow.ts';
import { goTo, passBlock, runBlocks } from './run-blocks.ts';
import { blockAt, finish, turnOf, type Run, type WorldRun } from './run.ts';
import { takeLine } from './take-line.ts';
import { takeTicket } from './take-ticket.ts';

/** Where a talk with this chatbot begins. What is known of the visitor may be added to its attributes. */
export function begin(chatbot: Chatbot): ConversationState {
  return {
    position: { flow: chatbot.start, block: 0 },
    waiting: null,
    attributes: {},
    hasRequest: false,
    blocksRun: 0,
    ticket: null,
  };
}

/**
 * Moves a talk on. Pure: the state given is not changed, and the same call says the same.
 *
 * An `effect` is to be done by the caller, who then calls again with `ticket-made` and the turn's state; a turn that
 * ended may want one too, a draft of what was said.
 * @throws FlowError when the design cannot go on; then the talk ends with `breakOff`
 */
export function advance(
  chatbot: Chatbot,
  state: ConversationState,
  stimulus: Stimulus,
  world: ConversationWorld,
): Turn {
  const run: WorldRun = { chatbot, state: structuredClone(state), says: [], world };
  switch (stimulus.kind) {
    case 'begun':
      return run.state.waiting === null ? runBlocks(run) : turnOf(run);
    case 'line':
      return takeLine(run, stimulus);
    case 'due':
      return takeDue(run);
    case 'ticket-made':
      return takeTicket(run, stimulus);
    case 'visitor-silent':
      return stop(run, 'timed-out', 'the talk was not finished: the visitor wrote nothing more');
    case 'visitor-left':
      return stop(run, 'left', 'the talk was not finished: the visitor left');
  }
}

/**
 * Ends a talk whose design cannot go on: with a draft, if the visitor wrote words and there is no ticket.
 * @param state of the FlowError, in which the visitor's last words count
 * @param words what is wrong, for the operator
 */
export function breakOff(chatbot: Chatbot, state: ConversationState, words: string): Turn {
  return stop({ chatbot, state: structuredClone(state), says: [] }, 'broken', `the talk was not finished: ${words}`);
}

function stop(run: Run, outcome: 'timed-out' | 'left' | 'broken', why: string): Turn {
  return run.state.waiting?.kind === 'nothing' ? turnOf(run) : finish(run, outcome, why);
}

function takeDue(run: WorldRun): Turn {
  const { waiting } = run.state;
  if (waiting?.kind !== 'pause' && waiting?.kind !== 'message') return turnOf(run);
  if (Date.parse(run.world.now) < Date.parse(waiting.until)) return turnOf(run);
  const block = blockAt(run);
  if (waiting.kind === 'message' && block?.kind === 'wait-for-message') goTo(run, block.onTimeout);
  else passBlock(run);
  return runBlocks(run);
}
