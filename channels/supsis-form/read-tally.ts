import type { PushedAnswer, PushedResponse } from '../../domain/platform/platform-item.ts';
import { sayValue } from './say-value.ts';
import { tallyResponse, type TallyField } from './wire-responses.schema.ts';

/**
 * A Tally response (tally.so/help/webhooks): choices come as ids with the options beside them. Questions left open are
 * left out. @throws ZodError for another shape
 */
export function readTally(body: unknown): Omit<PushedResponse, 'raw'> {
  const { data } = tallyResponse.parse(body);
  const submissionId = data.submissionId ?? data.responseId;
  if (!submissionId) throw new Error('a response without an id');
  const answers = data.fields.filter(isAnswered).map(readField);
  const email = answers.find(({ type }) => type === 'INPUT_EMAIL')?.value;
  const phone = answers.find(({ type }) => type === 'INPUT_PHONE_NUMBER')?.value;
  return {
    formId: data.formId,
    formName: data.formName || null,
    submissionId,
    submittedAt: data.createdAt ?? '',
    answers,
    told: { ...(email ? { email } : {}), ...(phone ? { phone } : {}) },
  };
}

/** Ticks come twice: as a list of those chosen, and once more each by itself. */
function isAnswered({ type, value }: TallyField): boolean {
  return value !== null && value !== undefined && !(type === 'CHECKBOXES' && typeof value === 'boolean');
}

function readField({ key, label, type, value, options }: TallyField): PushedAnswer {
  const labels = new Map((options ?? []).map((option) => [option.id, option.text || option.id]));
  const named = (one: unknown) => (typeof one === 'string' ? (labels.get(one) ?? one) : one);
  return { key, label: label || key, type, value: sayValue(Array.isArray(value) ? value.map(named) : named(value)) };
}
