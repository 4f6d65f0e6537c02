import pg from 'pg';

export interface Statement {
  text: string;
  /** Which of this process's transactions it stood in; null: it was one by itself. */
  transaction: number | null;
}

type Query = (this: pg.Client, ...given: unknown[]) => unknown;

/**
 * Notes every statement that this process sends to PostgreSQL from now on, but those of connections named `benchmark`:
 * with the worker in this process, exactly what the desk does.
 */
export class StatementCount {
  statements: Statement[] = [];
  #transactions = 0;
  readonly #open = new WeakMap<pg.Client, number>();

  constructor() {
    const query = pg.Client.prototype.query as Query;
    const note = (client: pg.Client, text: string) => this.#note(client, text);
    pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
      const [config] = given as [string | { text: string }];
      note(this, typeof config === 'string' ? config : config.text);
      return query.apply(this, given);
    } as typeof pg.Client.prototype.query;
  }

  #note(client: pg.Client, text: string): void {
    const { application_name: name } = (client as unknown as { connectionParameters: { application_name?: string } })
      .connectionParameters;
    if (name === 'benchmark') return;
    if (/^begin/i.test(text)) {
      this.#transactions += 1;
      this.#open.set(client, this.#transactions);
    } else if (/^(commit|rollback;?$)/i.test(text)) {
      this.#open.delete(client);
    } else if (!/^(select 1|set |show )/i.test(text)) {
      this.statements.push({ text, transaction: this.#open.get(client) ?? null });
    }
  }

  take(): Statement[] {
    return this.statements.splice(0);
  }
}

export interface Cost {
  statements: number;
  /** Those that change something: each is one commit to wait for. */
  transactions: number;
  /** Statements that only read, in no transaction. */
  loneReads: number;
}

export function costOf(statements: readonly Statement[]): Cost {
  const changing = statements.filter(({ text }) =>
    /\b(insert into|update \S+ set|update "|delete from|for update)/i.test(text),
  );
  const inTransactions = new Set(changing.map(({ transaction }) => transaction).filter((number) => number !== null));
  const alone = statements.filter(({ transaction }) => transaction === null);
  const aloneChanging = changing.filter(({ transaction }) => transaction === null).length;
  return {
    statements: statements.length,
    transactions: inTransactions.size + aloneChanging,
    loneReads: alone.length - aloneChanging,
  };
}
