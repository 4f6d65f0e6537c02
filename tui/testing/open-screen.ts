import xterm from '@xterm/headless';
import { PassThrough, Writable } from 'node:stream';
import { runTerminalUi } from '../main.tsx';
import { sampleDesk, type SampleDesk } from './sample-desk.ts';

/** The terminal UI in a terminal emulator: what a test reads is what a person would see. */
export interface OpenScreen {
  desk: SampleDesk;
  terminal: xterm.Terminal;
  /** The rows of the screen, blanks at their ends cut off. */
  rows(): string[];
  text(): string;
  /** Bytes as one read. */
  type(bytes: string): void;
  /** Waits until the screen holds the text or fits the pattern; fails with the picture. */
  shows(wanted: string | RegExp): Promise<void>;
  /** Waits until the screen does not. */
  hides(unwanted: string | RegExp): Promise<void>;
  until(condition: () => boolean): Promise<void>;
  /** Everything that was written to the terminal. */
  written(): string;
  errors: unknown[];
  close(): Promise<void>;
  ended: Promise<void>;
  resize(size: { columns: number; rows: number }): void;
}

export interface OpenScreenOptions {
  columns?: number;
  rows?: number;
  desk?: SampleDesk;
  hasColour?: boolean;
  isAscii?: boolean;
  editor?: string;
  onFrame?: (milliseconds: number) => void;
}

export async function openScreen(options: OpenScreenOptions = {}): Promise<OpenScreen> {
  const { columns = 80, rows = 24, desk = sampleDesk() } = options;
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  let written = '';
  const stdout = Object.assign(
    new Writable({
      write(chunk: Buffer, _, done) {
        written += chunk.toString();
        terminal.write(chunk.toString(), done);
      },
    }),
    { isTTY: true, columns, rows },
  ) as unknown as NodeJS.WriteStream;
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {}, ref: () => {}, unref: () => {} });
  const errors: unknown[] = [];
  const stop = new AbortController();
  const ended = runTerminalUi({
    openData: () => Promise.resolve(desk),
    hasColour: options.hasColour ?? false,
    isAscii: options.isAscii ?? false,
    timeZone: 'Europe/Istanbul',
    editor: options.editor ?? 'true',
    log: (error) => errors.push(error),
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout,
    signal: stop.signal,
    onFrame: options.onFrame,
  });
  const lines = () =>
    Array.from(
      { length: terminal.rows },
      (_, index) => terminal.buffer.active.getLine(terminal.buffer.active.baseY + index)?.translateToString(true) ?? '',
    );
  const text = () => lines().join('\n');
  const fits = (wanted: string | RegExp) =>
    typeof wanted === 'string' ? text().includes(wanted) : wanted.test(text());
  const until = (condition: () => boolean) => untilTrue(condition, () => text());
  return {
    desk,
    terminal,
    rows: lines,
    text,
    type: (bytes) => void stdin.write(bytes),
    shows: (wanted) =>
      untilTrue(
        () => fits(wanted),
        () => `${String(wanted)} is not on the screen:\n${text()}`,
      ),
    hides: (unwanted) =>
      untilTrue(
        () => !fits(unwanted),
        () => `${String(unwanted)} is still on the screen:\n${text()}`,
      ),
    until,
    written: () => written,
    errors,
    ended,
    async close() {
      stop.abort();
      await ended;
      terminal.dispose();
    },
    resize(size) {
      terminal.resize(size.columns, size.rows);
      Object.assign(stdout, size);
      stdout.emit('resize');
    },
  };
}

async function untilTrue(condition: () => boolean, explain: () => string): Promise<void> {
  const end = Date.now() + 5000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`it did not happen within five seconds: ${explain()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
