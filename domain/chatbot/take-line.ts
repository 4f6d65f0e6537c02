import { chooseByWords } from './choose-case.ts';
import { cleanLine, cleanWords, LONGEST_TEXT, LONGEST_VALUE } from './clean-words.ts';
import type { Stimulus, Turn, Waiting } from './conversation.ts';
import { fitAnswer } from './fit-answer.ts';
import type { Block } from './flow.ts';
import { buttonsOf, pickOption } from './pick-option.ts';
import { goTo, passBlock, runBlocks } from './run-blocks.ts';
import { blockAt, noteWords, say, turnOf, type WorldRun } from './run.ts';
import { standardTexts } from './standard-texts.ts';
import { wishDraft } from './wish-ticket.ts';

type Line = Extract<Stimulus, { kind: 'line' }>;
type Of<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>;

/** What the visitor wrote or picked, given to the block that waits. */
export function takeLine(run: WorldRun, line: Line): Turn {
  const { waiting } = run.state;
  const block = blockAt(run);
  if (waiting === null) {
    noteWords(run, line.text);
    return runBlocks(run);
  }
  if (waiting.kind === 'option' && block?.kind === 'options')
    return takePick(run, { block, line, tries: waiting.tries });
  // A button of an older question, pressed late: no answer to this one, and no words of the visitor.
  if (line.option !== null) return repeatQuestion(run, block);
  if (waiting.kind === 'answer' && block?.kind === 'ask') return takeAnswer(run, { block, line, tries: waiting.tries });
  if (waiting.kind === 'message' && block?.kind === 'wait-for-message') return takeMessage(run, { block, line });
  return takeAside(run, waiting, line);
}

function takePick(run: WorldRun, of: { block: Of<'options'>; line: Line; tries: number }): Turn {
  const { block, line, tries } = of;
  const { state } = run;
  const picked = pickOption(block.options, state.position, line);
  if (picked) {
    if (block.into !== null) state.attributes[block.into] = cleanLine(picked.label, LONGEST_VALUE);
    goTo(run, picked.goto);
    return runBlocks(run);
  }
  if (line.option === null) noteWords(run, line.text);
  say(run, standardTexts[run.chatbot.language].chooseOne, buttonsOf(block.options, state.position));
  state.waiting = { kind: 'option', tries: tries + 1 };
  return turnOf(run);
}

function takeAnswer(run: WorldRun, of: { block: Of<'ask'>; line: Line; tries: number }): Turn {
  const { block, line } = of;
  const { state, chatbot } = run;
  const answer = fitAnswer(block.what, line.text);
  if (answer === null || block.what !== 'name') noteWords(run, line.text);
  if (answer !== null) {
    state.attributes[block.into] = answer;
    passBlock(run);
    return runBlocks(run);
  }
  const tries = of.tries + 1;
  if (tries >= block.tries) {
    passBlock(run);
    return runBlocks(run);
  }
  say(run, block.retry ?? standardTexts[chatbot.language].retry[block.what]);
  state.waiting = { kind: 'answer', tries };
  return turnOf(run);
}

/** It counts though its time may be up by now: it was written to this block. */
function takeMessage(run: WorldRun, { block, line }: { block: Of<'wait-for-message'>; line: Line }): Turn {
  noteWords(run, line.text);
  if (block.into !== null) run.state.attributes[block.into] = cleanWords(line.text, LONGEST_TEXT);
  const flow = chooseByWords(block.cases, line.text) ?? block.otherwise;
  if (flow === null) passBlock(run);
  else goTo(run, flow);
  return runBlocks(run);
}

/**
 * Nothing is asked at the moment: during a pause, once handed over, or written while the talk ended. The words are part
 * of the request all the same; where there was none, they are kept as a draft.
 */
function takeAside(run: WorldRun, waiting: Waiting, line: Line): Turn {
  const { chatbot, state } = run;
  noteWords(run, line.text);
  const needsDraft = waiting.kind === 'nothing' && state.hasRequest && state.ticket === null;
  const why = 'the visitor wrote after the talk had ended';
  return turnOf(run, needsDraft ? { kind: 'create-ticket', ticket: wishDraft(chatbot, state, why) } : null);
}

function repeatQuestion(run: WorldRun, block: Block | null): Turn {
  if (run.state.waiting?.kind === 'answer' && block?.kind === 'ask') say(run, block.question);
  return turnOf(run);
}
