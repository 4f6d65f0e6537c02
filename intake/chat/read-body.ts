import { refuseField, Refusal } from './refusal.ts';

/** @throws Refusal 400 unless a JSON object was sent */
export function readBody(sent: unknown): Record<string, unknown> {
  if (typeof sent === 'object' && sent !== null && !Array.isArray(sent)) return sent as Record<string, unknown>;
  throw new Refusal({ status: 400, code: 'INVALID_INPUT', message: 'send a JSON object' });
}

/** A text, or null when it was not sent. @throws Refusal 400 naming the field when it is no text or too long */
export function readText(body: Record<string, unknown>, field: string, most: number): string | null {
  const value = body[field];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') refuseField(field, `${field} is not a text`);
  if (value.length > most) refuseField(field, `${field} has more than ${most} characters`);
  return value;
}
