import type { PlatformRequest } from '../platform/platform-server.ts';
import { GraphRefusal } from './graph-error.ts';

/**
 * What a write was given: query parameters, and a JSON body over them. Both stand in Meta's samples. Form fields are
 * not proven there, so the stricter reading holds: they are not read, and what they carried is missing.
 */
export function writeParameters({ url, headers, body }: PlatformRequest): Record<string, unknown> {
  const parameters: Record<string, unknown> = Object.fromEntries(url.searchParams);
  if (body.length === 0 || !headers['content-type']?.startsWith('application/json')) return parameters;
  const given = parseObject(body.toString());
  if (given === null) throw new GraphRefusal({ code: 100, message: 'The body is not a JSON object' });
  return { ...parameters, ...given };
}

/** A text that must be there. */
export function requiredText(parameters: Record<string, unknown>, name: string): string {
  const value = parameters[name];
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new GraphRefusal({ code: 100, message: `The parameter ${name} is required` });
}

/** `true` or `false`, as a word or in JSON. Null when it is not given. */
export function optionalFlag(parameters: Record<string, unknown>, name: string): boolean | null {
  const value = parameters[name];
  if (value === undefined) return null;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new GraphRefusal({ code: 100, message: `Param ${name} must be a boolean` });
}

/** Refuses parameters that the call does not have; the token and the field choice are always allowed. */
export function onlyParameters(parameters: Record<string, unknown>, names: readonly string[]): void {
  for (const name of Object.keys(parameters))
    if (name !== 'access_token' && name !== 'fields' && !names.includes(name))
      throw new GraphRefusal({ code: 100, message: `Unexpected parameter ${name}` });
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(text) as unknown;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
