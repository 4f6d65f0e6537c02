/** How long a `retry-after` header (RFC 9110, 10.2.3: seconds or a date) asks to wait; 0 without one. */
export function retryAfterMilliseconds(header: string | null): number {
  if (header === null) return 0;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Math.max(milliseconds || 0, 0);
}
