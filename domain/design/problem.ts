/** What is wrong in a design file, and where. */
export interface DesignProblem {
  /** From 1. */
  line: number;
  column: number;
  /** The keys that lead there: `flows.outside.2.create-ticket.email`. */
  path: string;
  message: string;
  /** As written, shortened; null when something is missing. */
  value: string | null;
  /** What may stand there. */
  allowed: string[];
  /** A warning does not keep the design from being saved. */
  isWarning: boolean;
}

/** `line 12, flows.outside.2: unknown block "sya". Allowed: say, ask, …` */
export function describeProblem(problem: DesignProblem): string {
  const { line, column, path, message, value, allowed, isWarning } = problem;
  const place = `line ${line}:${column}${path ? `, ${path}` : ''}`;
  const choice = allowed.length > 0 ? `. Allowed: ${allowed.join(', ')}` : '';
  const isPart = value !== null && /^(\{"|\[)/.test(value);
  const words = message.split(/[\s:;,“”"]+/);
  const isTold = value !== null && (value.length > 3 ? message.includes(value) : words.includes(value));
  const found = value && !isTold && !isPart ? ` (here: ${value.replaceAll(/\s+/g, ' ')})` : '';
  return `${place}: ${isWarning ? 'warning: ' : ''}${message}${found}${choice}`;
}
