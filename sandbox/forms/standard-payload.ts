import type { Payload, PayloadParts } from './payload-parts.ts';
import type { FieldRole } from './state.ts';

const types: Record<FieldRole, string> = {
  name: 'text',
  email: 'email',
  phone: 'phone',
  topic: 'choice',
  order: 'text',
  message: 'long_text',
};

/** Supsis's contract: a Standard Webhooks event `form.submitted`; questions left open are left out. */
export function standardPayload({ form, response }: PayloadParts): Payload {
  const { values, tags, submissionId, submittedAt } = response;
  const answers = form.fields
    .filter(({ role }) => values[role] !== undefined)
    .map(({ role, key, label }) => ({ key, label, type: types[role], value: values[role] }));
  const { name, email, phone, topic: subject } = values;
  const known = form.namesKnownFields ? { subject, name, email, phone, ...(tags.length > 0 ? { tags } : {}) } : {};
  const ids = { formId: form.id, formName: form.name, submissionId, submittedAt };
  return { type: 'form.submitted', timestamp: submittedAt, data: { ...ids, answers, ...known } };
}
