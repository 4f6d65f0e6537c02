import type { FaultBoard } from '../faults.ts';

export interface SmtpRefusal {
  code: number;
  text: string;
}

/** Says who is refused: by a fault switched on, else `bounce.test` always and `later.test` for its first tries. */
export class RecipientAnswer {
  private readonly faults: FaultBoard;
  private readonly laterTries = new Map<string, number>();

  constructor(faults: FaultBoard) {
    this.faults = faults;
  }

  /** The refusal for this address now, or null when it is taken. Counts a try. */
  refusal(address: string): SmtpRefusal | null {
    const fault = this.faults.takeRecipientFault(address);
    if (fault) return { code: fault.code, text: fault.text };
    const lower = address.toLowerCase();
    if (lower.endsWith('@bounce.test')) {
      return { code: 550, text: `5.1.1 <${address}>: Recipient address rejected: User unknown` };
    }
    return lower.endsWith('@later.test') ? this.laterRefusal(lower) : null;
  }

  private laterRefusal(address: string): SmtpRefusal | null {
    const tries = (this.laterTries.get(address) ?? 0) + 1;
    this.laterTries.set(address, tries);
    if (tries <= this.faults.now.laterTries)
      return { code: 451, text: `4.7.1 <${address}>: Greylisted, try again later` };
    return null;
  }
}
