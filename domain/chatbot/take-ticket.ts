import type { Stimulus, Turn } from './conversation.ts';
import type { Block } from './flow.ts';
import { passBlock, runBlocks } from './run-blocks.ts';
import { blockAt, say, turnOf, type Run, type WorldRun } from './run.ts';
import { standardTexts } from './standard-texts.ts';
import { wishDraft, wishTicket } from './wish-ticket.ts';

/** The ticket that was wished for is made: the talk goes on, is handed over, or has ended with it. */
export function takeTicket(run: WorldRun, made: Extract<Stimulus, { kind: 'ticket-made' }>): Turn {
  const { state } = run;
  state.ticket = { number: made.number, draftReason: made.draftReason };
  state.attributes['ticket'] = String(made.number);
  const block = blockAt(run);
  if (state.waiting?.kind === 'nothing') return sayKept(run, state.waiting.outcome);
  if (state.waiting !== null) return turnOf(run);
  if (block?.kind === 'create-ticket') {
    if (made.draftReason !== null) sayDraft(run, block);
    passBlock(run);
    return runBlocks(run);
  }
  if (block?.kind === 'hand-over') {
    say(run, block.text ?? standardTexts[run.chatbot.language].handOver);
    if (made.draftReason !== null) say(run, standardTexts[run.chatbot.language].stayHere);
    state.waiting = { kind: 'representative' };
  }
  return turnOf(run);
}

/** Said in addition to what the flow says next: a draft is received as well, but nobody can answer it by e-mail. */
function sayDraft(run: Run, block: Extract<Block, { kind: 'create-ticket' }>): void {
  if (block.whenDraft !== null) return say(run, block.whenDraft);
  const { kept, noAddress, onlyPhone } = standardTexts[run.chatbot.language];
  const { phone } = wishTicket(run.chatbot, run.state, block);
  sayStandard(run, [kept, phone === null ? noAddress : onlyPhone]);
}

/** The draft that a talk left when it ended. */
function sayKept(run: Run, outcome: string): Turn {
  const texts = standardTexts[run.chatbot.language];
  const { email, phone } = wishDraft(run.chatbot, run.state, '');
  const ended =
    outcome === 'completed' ? texts.kept : outcome === 'broken' ? texts.brokenWithTicket : texts.endedWithTicket;
  const reach = email !== null ? [] : [phone === null ? texts.noAddress : texts.onlyPhone];
  sayStandard(run, [ended, ...reach]);
  return turnOf(run);
}

function sayStandard(run: Run, sentences: string[]): void {
  const text = sentences.join(' ').replaceAll('{number}', run.state.attributes['ticket'] ?? '');
  run.says.push({ text, options: null });
}
