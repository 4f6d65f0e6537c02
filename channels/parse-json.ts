/**
 * Reads JSON in which whole numbers that a double cannot hold stay as their digits: ids of platforms grow beyond 2^53.
 * @returns undefined for what is no JSON
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
      typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
        ? context?.source
        : value,
    );
  } catch {
    return undefined;
  }
}
