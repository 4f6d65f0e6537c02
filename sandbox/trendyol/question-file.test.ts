import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QuestionFile } from './question-file.ts';
import type { Question } from './state.ts';

it('has each question as it last was, also behind a line that a crash cut off', () => {
  const directory = mkdtempSync(join(tmpdir(), 'trendyol-file-'));
  const file = new QuestionFile(directory);
  const question = (id: number, text: string): Question => ({ id, text }) as Question;
  file.keep([question(1, 'Bir'), question(2, 'İki'), question(3, 'Üç')]);
  file.keep([question(1, 'Birinci')]);
  file.remove(2);
  appendFileSync(join(directory, 'questions.jsonl'), '{"id":4,"te');
  const again = new QuestionFile(directory);
  again.keep([question(5, 'Beş')]);
  const told = [...new QuestionFile(directory).all.values()];
  expect(told.map(({ id, text }) => `${id} ${text}`)).toEqual(['1 Birinci', '3 Üç', '5 Beş']);
  rmSync(directory, { recursive: true });
});
