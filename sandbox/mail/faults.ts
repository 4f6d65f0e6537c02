export interface RecipientFault {
  /** An address, `@domain`, or `*` for everybody. */
  to: string;
  code: number;
  text: string;
  /** How many more times it happens. */
  times: number;
}

export interface Faults {
  /** Nobody listens on the port, and who is connected is cut off. */
  imapDown: boolean;
  smtpDown: boolean;
  /** Right passwords and tokens are refused too. */
  refuseLogins: boolean;
  /** Every access token given out so far counts as expired. */
  refuseAccessTokens: boolean;
  /** `POST /token` answers invalid_grant. */
  refuseRefreshTokens: boolean;
  /** How long access tokens given out from now on are good for. */
  accessTokenSeconds: number;
  /** Waited before each IMAP answer, and before SMTP answers to MAIL, RCPT and DATA. */
  imapDelayMilliseconds: number;
  smtpDelayMilliseconds: number;
  /** The next so many SMTP connections are greeted with 421. */
  smtp421Connections: number;
  /** How often an address at `later.test` is put off with 451 before it is taken. */
  laterTries: number;
  /** What happens in place of the 250 after DATA: the next `times` mails are kept (`accepted`) or lost, then the socket is cut. */
  afterData: { cut: 'close' | 'reset' | 'silent'; accepted: boolean; times: number };
  recipients: RecipientFault[];
}

export const noFaults: Readonly<Faults> = {
  imapDown: false,
  smtpDown: false,
  refuseLogins: false,
  refuseAccessTokens: false,
  refuseRefreshTokens: false,
  accessTokenSeconds: 3600,
  imapDelayMilliseconds: 0,
  smtpDelayMilliseconds: 0,
  smtp421Connections: 0,
  laterTries: 2,
  afterData: { cut: 'close', accepted: false, times: 0 },
  recipients: [],
};

type CountedFault = { times: number };

/** The faults switched on now. They end with the process: a restarted sandbox is whole again. */
export class FaultBoard {
  private present: Faults = structuredClone(noFaults);

  get now(): Readonly<Faults> {
    return this.present;
  }

  /** Replaces the faults named. Throws, changing nothing, when one is unknown or of the wrong kind. */
  set(changes: Record<string, unknown>): Faults {
    for (const [name, value] of Object.entries(changes)) checkFault(name, value);
    this.present = { ...this.present, ...(structuredClone(changes) as Partial<Faults>) };
    return this.present;
  }

  clear(): Faults {
    this.present = structuredClone(noFaults);
    return this.present;
  }

  /** Whether the counted fault happens this once more. */
  take(fault: CountedFault): boolean {
    if (fault.times <= 0) return false;
    fault.times -= 1;
    return true;
  }

  take421(): boolean {
    if (this.present.smtp421Connections <= 0) return false;
    this.present.smtp421Connections -= 1;
    return true;
  }

  takeRecipientFault(address: string): RecipientFault | null {
    const lower = address.toLowerCase();
    const matches = ({ to }: RecipientFault): boolean =>
      to === '*' || lower === to.toLowerCase() || (to.startsWith('@') && lower.endsWith(to.toLowerCase()));
    return this.present.recipients.find((fault) => matches(fault) && this.take(fault)) ?? null;
  }
}

function checkFault(name: string, value: unknown): void {
  const known = (noFaults as unknown as Record<string, unknown>)[name];
  if (known === undefined) throw new Error(`unknown fault ${name}; known are ${Object.keys(noFaults).join(', ')}`);
  if (typeof value !== typeof known || Array.isArray(value) !== Array.isArray(known))
    throw new Error(`${name} must be like ${JSON.stringify(known)}`);
  if (name === 'afterData') checkShape(name, value, noFaults.afterData);
  if (name === 'recipients')
    for (const each of value as unknown[]) checkShape('recipients[]', each, { to: '', code: 0, text: '', times: 0 });
}

function checkShape(name: string, value: unknown, like: object): void {
  for (const [key, sample] of Object.entries(like)) {
    const given = (value as Record<string, unknown> | null)?.[key];
    if (typeof given !== typeof sample) throw new Error(`${name}.${key} must be a ${typeof sample}`);
  }
}
