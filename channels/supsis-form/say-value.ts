/**
 * A value of any shape as one text: lists joined by commas, ticks as yes and no, files by name and address, and what
 * nobody foresaw as it came.
 */
export function sayValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(sayValue).filter(Boolean).join(', ');
  const { name, url, label, text } = value as Record<string, unknown>;
  if (typeof url === 'string') return typeof name === 'string' ? `${name} (${url})` : url;
  const named = [label, text].find((part) => typeof part === 'string');
  return typeof named === 'string' ? named : JSON.stringify(value);
}
