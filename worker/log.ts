import pino, { type DestinationStream, type Logger, type LoggerOptions } from 'pino';

/** Keys whose values are never logged, wherever they stand. */
const secret = ['password', 'secret', 'accessToken', 'refreshToken', 'clientSecret', 'token', 'pass'];

/**
 * The log of a process: one JSON object a line on standard output. Errors are logged by code, name and place in our
 * code: their messages may repeat what a customer wrote or a server answered.
 */
export function createLog(part: string, level: string, into: DestinationStream = pino.destination(1)): Logger {
  const options: LoggerOptions = {
    name: part,
    level,
    base: { part },
    redact: { paths: secret.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '(secret)' },
    serializers: { error: describeError },
  };
  return pino(options, into);
}

function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code, constraint, table } = error as { code?: unknown; constraint?: unknown; table?: unknown };
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { name: error.name, code, constraint, table, at: placesOf(error), ...cause };
}

/**
 * Where it happened. The message stands before that in a stack, perhaps with lines of its own that look like places:
 * so only what follows its last line counts, and a stack without the message tells nothing that is sure.
 */
function placesOf({ stack = '', message }: Error): string[] {
  const lastLine = message.trimEnd().split('\n').at(-1) ?? '';
  const end = lastLine === '' ? stack.indexOf('\n') : stack.lastIndexOf(`${lastLine}\n`);
  if (end < 0) return [];
  const lines = stack.slice(end + lastLine.length).split('\n');
  return lines
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 8);
}
