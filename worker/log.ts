import pino, { type Logger } from 'pino';

/** Keys whose values are never logged, wherever they stand. */
const secret = ['password', 'secret', 'accessToken', 'refreshToken', 'clientSecret', 'token', 'pass'];

/**
 * The log of a process: one JSON object a line on standard output. Errors are logged by code, name and place in our
 * code: their messages may repeat what a customer wrote or a server answered.
 */
export function createLog(part: string, level: string): Logger {
  return pino({
    name: part,
    level,
    base: { part },
    redact: { paths: secret.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '(secret)' },
    serializers: { error: describeError },
  });
}

function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code, constraint, table } = error as { code?: unknown; constraint?: unknown; table?: unknown };
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { name: error.name, code, constraint, table, at: places.slice(0, 8).map((line) => line.trim()), ...cause };
}
