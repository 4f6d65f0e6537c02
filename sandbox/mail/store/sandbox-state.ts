import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../platform/write-whole.ts';

interface State {
  imapPort: number;
  smtpPort: number;
  httpPort: number;
  lastUidValidity: number;
  tokenKey: string;
  samplesDelivered: boolean;
  trickled: number;
}

/** What must survive a restart besides mails: ports, the last UIDVALIDITY given out, the key tokens are signed with. */
export class SandboxState {
  readonly directory: string;
  private readonly path: string;
  private state: State;

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.directory = directory;
    this.path = join(directory, 'state.json');
    this.state = readState(this.path) ?? freshState();
    writeWhole(this.path, JSON.stringify(this.state));
  }

  get values(): Readonly<State> {
    return this.state;
  }

  set(changes: Partial<State>): void {
    this.state = { ...this.state, ...changes };
    writeWhole(this.path, JSON.stringify(this.state));
  }

  /** Never the same number twice, even for two mailboxes made within one second (RFC 3501, 2.3.1.1). */
  nextUidValidity(): number {
    const next = Math.max(Math.floor(Date.now() / 1000), this.state.lastUidValidity + 1);
    this.set({ lastUidValidity: next });
    return next;
  }
}

function freshState(): State {
  return {
    imapPort: 0,
    smtpPort: 0,
    httpPort: 0,
    lastUidValidity: 0,
    tokenKey: randomBytes(32).toString('base64'),
    samplesDelivered: false,
    trickled: 0,
  };
}

function readState(path: string): State | null {
  try {
    return { ...freshState(), ...(JSON.parse(readFileSync(path, 'utf8')) as State) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
