import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../platform/write-whole.ts';
import type { Question } from './state.ts';

/** A question as it is from now on, or the number of one that is gone. */
type Line = Question | { removed: number };

/** The questions by number, in a file to which each change adds a line, so that many questions make no change slower. */
export class QuestionFile {
  readonly #path: string;
  readonly #questions = new Map<number, Question>();

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.#path = join(directory, 'questions.jsonl');
    for (const line of readLines(this.#path)) {
      if ('removed' in line) this.#questions.delete(line.removed);
      else this.#questions.set(line.id, line);
    }
    // Without what was overtaken, and without a line that a crash cut off.
    writeWhole(this.#path, inLines([...this.#questions.values()]));
  }

  get all(): ReadonlyMap<number, Question> {
    return this.#questions;
  }

  keep(questions: readonly Question[]): void {
    for (const question of questions) this.#questions.set(question.id, question);
    appendFileSync(this.#path, inLines(questions));
  }

  remove(id: number): void {
    this.#questions.delete(id);
    appendFileSync(this.#path, inLines([{ removed: id }]));
  }
}

function inLines(lines: readonly Line[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function readLines(path: string): Line[] {
  try {
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Line);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
