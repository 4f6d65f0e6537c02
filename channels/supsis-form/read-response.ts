import { z } from 'zod';
import type { PlatformNews, PushedResponse } from '../../domain/platform/platform-item.ts';
import { momentOf } from '../moment-of.ts';
import { parseJson } from '../parse-json.ts';
import { unreadableNews } from '../unreadable-news.ts';
import type { FormScheme } from './form-settings.schema.ts';
import { readStandard } from './read-standard.ts';
import { readTally } from './read-tally.ts';
import { readTypeform } from './read-typeform.ts';

interface Shape {
  /** Where the body names its event, and the one that is a whole response; others tell nothing of interest. */
  event: string;
  wanted: string;
  read(body: unknown): Omit<PushedResponse, 'raw'>;
}

const shapes: Record<FormScheme, Shape> = {
  standard: { event: 'type', wanted: 'form.submitted', read: readStandard },
  typeform: { event: 'event_type', wanted: 'form_response', read: readTypeform },
  tally: { event: 'eventType', wanted: 'FORM_RESPONSE', read: readTally },
};

/** What a genuine body tells; what cannot be read is parked under an id that the same bytes have again. */
export function readResponse(body: Buffer, { scheme, now }: { scheme: FormScheme; now: number }): PlatformNews[] {
  const raw = body.toString('utf8');
  const told = parseJson(raw);
  const { event, wanted, read } = shapes[scheme];
  const named: unknown = Object(told)[event];
  if (typeof named === 'string' && named !== wanted) return [];
  try {
    if (named !== wanted) throw new Error(told === undefined ? 'no JSON' : `no ${event}`);
    const response = read(told);
    return [{ kind: 'response', response: { ...response, submittedAt: timeOf(response.submittedAt, now), raw } }];
  } catch (error) {
    return [unreadableNews(raw, `a form response of unknown shape: ${problemOf(error)}`)];
  }
}

function timeOf(told: string, now: number): string {
  return momentOf(Date.parse(told)) ?? new Date(now).toISOString();
}

/** Names of fields alone: what they hold is a customer's. */
function problemOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return (error as Error).message;
  return [...new Set(error.issues.map(({ path }) => path.join('.') || 'the whole'))].slice(0, 10).join(', ');
}
