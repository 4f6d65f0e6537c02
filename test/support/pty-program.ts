import pty, { type IPty } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { eventually } from './story-desk.ts';

export interface PtyProgram {
  /** What stands on the screen, line by line. */
  screen(): string;
  type(keys: string): void;
  /** Waits until the screen shows this, and tells what it showed when it never did. */
  sees(what: string | RegExp, withinMilliseconds?: number): Promise<void>;
  resize(columns: number, rows: number): void;
  exitCode: Promise<number>;
  kill(signal: string): void;
}

/** Runs a program in a real pseudo terminal, with a terminal emulator looking at it. */
export function startInPty(
  words: string[],
  options: { cwd: string; env: Record<string, string>; columns?: number; rows?: number },
): PtyProgram {
  const { columns = 120, rows = 40 } = options;
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 200 });
  const child: IPty = pty.spawn(process.execPath, words, {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd: options.cwd,
    env: options.env,
  });
  child.onData((data) => terminal.write(data));
  terminal.onData((answer) => child.write(answer));
  const exitCode = new Promise<number>((resolve) => child.onExit(({ exitCode: code }) => resolve(code)));
  const screen = () => {
    const { active } = terminal.buffer;
    return Array.from(
      { length: terminal.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    ).join('\n');
  };
  return {
    screen,
    exitCode,
    type: (keys) => child.write(keys),
    resize(width, height) {
      terminal.resize(width, height);
      child.resize(width, height);
    },
    kill: (signal) => child.kill(signal),
    async sees(what, withinMilliseconds = 20_000) {
      await eventually(() => {
        const shown = screen();
        const isThere = typeof what === 'string' ? shown.includes(what) : what.test(shown);
        if (!isThere) throw new Error(`the screen does not show ${String(what)}:\n${shown}`);
      }, withinMilliseconds);
    },
  };
}
