/** SQLSTATE classes that pass by themselves: connection, rollback, resources, operator intervention; and lock not available. */
const passingClasses = new Set(['08', '40', '53', '57']);
const passingCodes = new Set([
  '55P03',
  '25P03',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);

/** Whether a database error is worth another try as it is: the connection was lost, or a lock was not to be had. */
export function isTransient(error: unknown): boolean {
  // Read by its fields: Node's own errors are of another realm in a test runner, and instanceof would miss them.
  const { code, name, message } = Object(error) as { code?: unknown; name?: unknown; message?: unknown };
  if (typeof code === 'string') {
    return passingCodes.has(code) || (/^[0-9A-Z]{5}$/.test(code) && passingClasses.has(code.slice(0, 2)));
  }
  return (
    name === 'KnexTimeoutError' ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|server closed the connection/i.test(
      String(message ?? ''),
    )
  );
}

/** Whether the statement was cancelled for taking longer than a connection allows. */
export function isTooSlow(error: unknown): boolean {
  return (Object(error) as { code?: unknown }).code === '57014';
}
