/** Every string in a history's JSON, with what stands in base64 in its payloads. For searching: what is not here is nowhere in it. */
export function historyTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value, ...decoded(value)];
  if (Array.isArray(value)) return value.flatMap(historyTexts);
  if (value === null || typeof value !== 'object') return [String(value)];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...historyTexts(inner)]);
}

function decoded(text: string): string[] {
  return text.length > 3 && /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? [Buffer.from(text, 'base64').toString()] : [];
}
