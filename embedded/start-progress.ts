/** One line of the start: a part, how long it has been at it, and what it does. */
export interface ProgressLine {
  says(message: string): void;
  ready(message?: string): void;
  failed(): void;
}

export interface StartProgress {
  begin(label: string): ProgressLine;
  /** Leaves the lines as they are and stops drawing. */
  end(): void;
}

interface Line {
  label: string;
  startedAt: number;
  state: 'starting' | 'ready' | 'failed';
  message: string;
  seconds: number;
}

const redrawMilliseconds = 100;

/** Shows the parts starting: lines redrawn in place on a terminal, else one plain line for each thing that happens. */
export function showStartProgress(output: NodeJS.WriteStream): StartProgress {
  return output.isTTY ? drawn(output) : plain(output);
}

function drawn(output: NodeJS.WriteStream): StartProgress {
  const lines: Line[] = [];
  let drawnLines = 0;
  let ended = false;
  const draw = () => {
    const up = drawnLines > 0 ? `\x1b[${drawnLines}A` : '';
    const width = (output.columns || 80) - 1;
    output.write(up + lines.map((line) => `\r\x1b[2K${describe(line).slice(0, width)}\n`).join(''));
    drawnLines = lines.length;
  };
  const timer = setInterval(draw, redrawMilliseconds);
  return {
    begin(label) {
      const line = newLine(label);
      lines.push(line);
      return tracker(line, draw);
    },
    end() {
      if (ended) return;
      ended = true;
      clearInterval(timer);
      draw();
    },
  };
}

function plain(output: NodeJS.WriteStream): StartProgress {
  let ended = false;
  return {
    begin(label) {
      const line = newLine(label);
      return tracker(line, () => ended || output.write(`${describe(line)}\n`));
    },
    end() {
      ended = true;
    },
  };
}

function newLine(label: string): Line {
  return { label, startedAt: performance.now(), state: 'starting', message: '', seconds: 0 };
}

function tracker(line: Line, changed: () => void): ProgressLine {
  const become = (state: Line['state'], message: string) => {
    Object.assign(line, { state, message, seconds: elapsed(line) });
    changed();
  };
  return {
    // A part that is started again later says so in its log.
    says: (message) => line.state === 'starting' && become('starting', message),
    ready: (message = '') => become('ready', message),
    failed: () => become('failed', ''),
  };
}

function describe(line: Line): string {
  const seconds = line.state === 'starting' ? elapsed(line) : line.seconds;
  return `${line.label.padEnd(16)} ${line.state.padEnd(8)} ${seconds.toFixed(1).padStart(5)} s  ${line.message}`.trimEnd();
}

function elapsed(line: Line): number {
  return (performance.now() - line.startedAt) / 1000;
}
