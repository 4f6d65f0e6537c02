import { cleanWords, LONGEST_TEXT } from './clean-words.ts';
import type { ConversationState, ConversationWorld, Effect, Outcome, Said, Turn } from './conversation.ts';
import { fillIn } from './fill-in.ts';
import type { Block, Chatbot } from './flow.ts';
import { standardTexts } from './standard-texts.ts';
import { wishDraft } from './wish-ticket.ts';

/** One turn under way. `state` is a copy of its own, changed as blocks are run. */
export interface Run {
  chatbot: Chatbot;
  state: ConversationState;
  says: Said[];
}

export interface WorldRun extends Run {
  world: ConversationWorld;
}

/** The block at the position; null past the end of its flow, or where the flow is missing. */
export function blockAt({ chatbot, state }: Run): Block | null {
  const { flow, block } = state.position;
  return Object.hasOwn(chatbot.flows, flow) ? (chatbot.flows[flow]?.[block] ?? null) : null;
}

/** Says a text of the design, filled in; nothing where that is empty. */
export function say(run: Run, text: string, options: Said['options'] = null): void {
  const filled = fillIn(text, run.state.attributes);
  if (filled.trim() !== '' || options !== null) run.says.push({ text: filled, options });
}

/** What the visitor wrote counts as a request of his own. */
export function noteWords({ state }: Run, text: string): void {
  if (cleanWords(text, LONGEST_TEXT) !== '') state.hasRequest = true;
}

/** Ends the talk; what was said without a ticket is wished for as a draft. */
export function finish(run: Run, outcome: Outcome, why: string): Turn {
  const { chatbot, state } = run;
  const needsDraft = state.hasRequest && state.ticket === null;
  state.waiting = { kind: 'nothing', outcome };
  if (!needsDraft) sayEnd(run, outcome);
  return turnOf(run, needsDraft ? { kind: 'create-ticket', ticket: wishDraft(chatbot, state, why) } : null);
}

function sayEnd(run: Run, outcome: Outcome): void {
  const texts = standardTexts[run.chatbot.language];
  if (outcome === 'timed-out') say(run, texts.ended);
  if (outcome === 'broken') say(run, texts.broken);
}

/** What a run has come to: phase and times follow from what the state waits for. */
export function turnOf({ state, says }: Run, effect: Effect | null = null): Turn {
  const { waiting } = state;
  return {
    state,
    phase: waiting?.kind === 'nothing' ? 'ended' : waiting?.kind === 'representative' ? 'handed-over' : 'active',
    outcome: waiting?.kind === 'nothing' ? waiting.outcome : null,
    says,
    effect,
    dueAt: waiting?.kind === 'pause' || waiting?.kind === 'message' ? waiting.until : null,
  };
}
