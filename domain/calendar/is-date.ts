/** Whether a text is a day that there is, as `2026-10-29`, in a year that a desk may live in. */
export function isDate(text: string): boolean {
  if (!/^(19|20|21|22)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const timeMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(text);
}
