import { GraphRefusal } from './graph-error.ts';

const MINUTE = 60_000;

export interface UsageBudget {
  /** Calls in the window; 100 percent of it is the limit. */
  calls: number;
  /** Rolling. */
  windowSeconds: number;
  /** What the calls beyond it are refused with: 80001 or 80002 (business use case), 4, 17, 32 or 613. */
  code: number;
  /** How long a block lasts; every call made in it lengthens it by a minute. */
  regainMinutes: number;
  /** From this percentage on the usage headers are sent; before, there are none. */
  headersFromPercent: number;
}

interface Usage {
  budget: UsageBudget;
  /** When the calls of the window were made. */
  made: number[];
  blockedUntil: number;
}

/**
 * The rate limit of each account (Graph API, "Rate Limits"). Like the faults it ends with the process: a restarted
 * stand-in starts an empty window.
 */
export class GraphUsage {
  readonly #usual: UsageBudget;
  /** `instagram` or `pages`, as the business-use-case header names it. */
  readonly #type: string;
  readonly #accounts = new Map<string, Usage>();

  constructor(usual: UsageBudget, type: string) {
    this.#usual = usual;
    this.#type = type;
  }

  /** Changes an account's budget, empties its window and ends its block. */
  set(account: string, changes: Partial<UsageBudget>): UsageBudget {
    const budget = { ...this.#usual, ...changes };
    this.#accounts.set(account, { budget, made: [], blockedUntil: 0 });
    return budget;
  }

  /**
   * Counts one call.
   *
   * @returns the usage headers, none while little was used
   * @throws GraphRefusal when the budget is used up, with the headers and how many minutes to wait
   */
  count(account: string): Record<string, string> {
    const usage = this.#accounts.get(account) ?? { budget: this.#usual, made: [], blockedUntil: 0 };
    this.#accounts.set(account, usage);
    const now = Date.now();
    const { budget } = usage;
    dropBefore(usage.made, now - budget.windowSeconds * 1000);
    if (usage.blockedUntil > now) usage.blockedUntil += MINUTE;
    else if (usage.made.length >= budget.calls) usage.blockedUntil = now + budget.regainMinutes * MINUTE;
    if (usage.blockedUntil > now) throw this.#refusal(account, usage);
    usage.made.push(now);
    const percent = Math.floor((usage.made.length / budget.calls) * 100);
    return percent < budget.headersFromPercent ? {} : this.#headers(account, usage, { percent, minutes: 0 });
  }

  #refusal(account: string, usage: Usage): GraphRefusal {
    const minutes = Math.ceil((usage.blockedUntil - Date.now()) / MINUTE);
    const headers = this.#headers(account, usage, { percent: 100, minutes });
    return new GraphRefusal({ code: usage.budget.code, message: 'Too many calls; wait before the next one', headers });
  }

  #headers(
    account: string,
    { budget }: Usage,
    { percent, minutes }: { percent: number; minutes: number },
  ): Record<string, string> {
    const figures = { call_count: percent, total_cputime: Math.ceil(percent / 4), total_time: Math.ceil(percent / 4) };
    if (budget.code < 80_000) return { 'x-app-usage': JSON.stringify(figures) };
    const business = { type: this.#type, ...figures, estimated_time_to_regain_access: minutes };
    return {
      'x-app-usage': JSON.stringify({ call_count: 1, total_cputime: 1, total_time: 1 }),
      'x-business-use-case-usage': JSON.stringify({ [account]: [business] }),
    };
  }
}

function dropBefore(made: number[], start: number): void {
  const kept = made.findIndex((at) => at > start);
  made.splice(0, kept === -1 ? made.length : kept);
}
