/** How a process ended. */
export interface PartExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** One OS process of the desk, as its supervisor sees it. */
export interface RunningPart {
  pid: number;
  /** Ends the process, gently first. Resolves once it is gone. */
  stop(): Promise<void>;
  /** Resolves when the process is gone, for whatever reason; never rejects. */
  exited: Promise<PartExit>;
}
