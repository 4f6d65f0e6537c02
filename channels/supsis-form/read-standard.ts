import type { PushedResponse } from '../../domain/platform/platform-item.ts';
import { sayValue } from './say-value.ts';
import { standardResponse } from './wire-responses.schema.ts';

/** A response under the desk's own contract: see docs/platforms.md §5. @throws ZodError for another shape */
export function readStandard(body: unknown): Omit<PushedResponse, 'raw'> {
  const { timestamp, data } = standardResponse.parse(body);
  const { subject, name, email, phone, tags } = data;
  return {
    formId: data.formId,
    formName: data.formName || null,
    submissionId: data.submissionId,
    submittedAt: data.submittedAt ?? timestamp ?? '',
    answers: data.answers.map(({ key, label, type, value }) => ({
      key,
      label: label || key,
      type: type || 'text',
      value: sayValue(value),
    })),
    told: {
      ...(subject ? { subject } : {}),
      ...(name ? { name } : {}),
      ...(email ? { email } : {}),
      ...(phone ? { phone } : {}),
      ...(tags ? { tags } : {}),
    },
  };
}
