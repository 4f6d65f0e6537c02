import { assignRepresentative as decide } from '../../domain/life/assign.ts';
import type { Database } from '../connect.ts';
import { runStep, StepError, type StepRun } from './step.ts';
import type { Work } from '../../domain/life/work.ts';

/** Second step of an opening: gives the ticket to somebody when nobody has it. */
export async function assignRepresentative(database: Database, input: StepRun & { inputId: string }): Promise<Work> {
  return runStep(database, input, async (locked) => {
    if (locked.work.input?.id !== input.inputId || locked.work.input.step !== 'assignRepresentative') return;
    try {
      await locked.write(decide(locked.circumstances()));
      locked.moveOn(input.inputId, 'planRedirections');
    } catch (error) {
      throw new StepError({ inputId: input.inputId }, error);
    }
  });
}
