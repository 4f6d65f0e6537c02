import { openPartLog } from './part-log.ts';
import { removePartStatuses, writePartStatuses } from './part-status.ts';
import type { PartStatus } from './part-status.ts';
import type { StartProgress } from './start-progress.ts';
import { supervise } from './supervise.ts';
import type { PartPlan, SupervisedPart } from './supervise.ts';

/** What a part may say while it starts and runs. */
export interface PartVoice {
  /** Into its log file. */
  log: (line: string) => void;
  /** On its line of the start. */
  onProgress: (message: string) => void;
}

export interface CrewOptions {
  home: string;
  progress: StartProgress;
  /** Hears of each part that crashes or comes back once the desk runs. */
  onChange: (status: PartStatus) => void;
}

/** Whoever uses a thing is stopped before the thing itself. */
const stopOrder = ['intake', 'worker', 'sandbox', 'temporal', 'postgres'];

/** The parts of one desk: started with their line of progress, watched, and stopped in the right order. */
export class Crew {
  #parts: SupervisedPart[] = [];
  #options: CrewOptions;
  #stopping = false;

  constructor(options: CrewOptions) {
    this.#options = options;
  }

  /** Starts a part and keeps it running. Resolves when it runs; rejects with why it cannot. */
  async add(label: string, plan: (voice: PartVoice) => PartPlan): Promise<void> {
    if (this.#stopping) throw new Error('the desk is being stopped');
    const line = this.#options.progress.begin(label);
    let log = (_line: string) => {};
    const voice: PartVoice = { log: (text) => log(text), onProgress: (message) => line.says(message) };
    const { name, ...rest } = plan(voice);
    log = openPartLog(this.#options.home, name);
    const part = supervise({ ...rest, name, onChange: (status) => this.#changed(status, voice) });
    this.#parts.push(part);
    try {
      await part.started;
      line.ready();
    } catch (error) {
      line.failed();
      throw error;
    }
  }

  /** Stops all parts, the users of a thing before the thing. Resolves once every process is gone. */
  async stop(onStopping: (name: string) => void = () => {}): Promise<void> {
    this.#stopping = true;
    const rank = ({ name }: SupervisedPart) => stopOrder.indexOf(name.startsWith('sandbox-') ? 'sandbox' : name);
    for (const part of this.#parts.toSorted((one, other) => rank(one) - rank(other))) {
      onStopping(part.name);
      await part.stop();
    }
    removePartStatuses(this.#options.home);
  }

  #changed(status: PartStatus, { log }: PartVoice): void {
    log(`-- ${status.since} ${status.state}${status.trouble ? ` (${status.trouble})` : ''}`);
    writePartStatuses(
      this.#options.home,
      this.#parts.map((part) => part.status()),
    );
    this.#options.onChange(status);
  }
}
