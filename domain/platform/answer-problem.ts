import { answerLengthProblem, type AnswerOption } from './answer-options.ts';
import { screenAnswer } from './screen-answer.ts';

/**
 * Why these words cannot be sent this way now; null when they can.
 * @param forbiddenWords the desk's own list; only where the platform reviews answers
 */
export function answerProblem(option: AnswerOption, text: string, forbiddenWords: readonly string[]): string | null {
  if (option.refusal) return option.refusal;
  const length = answerLengthProblem(option, text);
  if (length || !option.isScreened) return length;
  return screenAnswer(text, forbiddenWords);
}
