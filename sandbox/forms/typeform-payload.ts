import type { Payload, PayloadParts } from './payload-parts.ts';
import type { FieldRole } from './state.ts';

/** Type of the field, and of its answer: the value stands under the key that the answer's type names. */
const types: Record<FieldRole, { field: string; answer: string }> = {
  name: { field: 'short_text', answer: 'text' },
  email: { field: 'email', answer: 'email' },
  phone: { field: 'phone_number', answer: 'phone_number' },
  topic: { field: 'multiple_choice', answer: 'choice' },
  order: { field: 'short_text', answer: 'text' },
  message: { field: 'long_text', answer: 'text' },
};

/** Typeform's `form_response` (developers.typeform.com, "Example payload"); questions left open have no answer. */
export function typeformPayload({ eventId, form, response }: PayloadParts): Payload {
  const { values, submissionId, submittedAt, tags } = response;
  const reference = ({ role, key }: { role: FieldRole; key: string }): Record<string, string> => ({
    id: key,
    ref: role,
    type: types[role].field,
  });
  const answers = form.fields
    .filter(({ role }) => values[role] !== undefined)
    .map((field) => {
      const type = types[field.role].answer;
      const value = values[field.role];
      return { type, [type]: type === 'choice' ? { label: value } : value, field: reference(field) };
    });
  return {
    event_id: eventId,
    event_type: 'form_response',
    form_response: {
      form_id: form.id,
      token: submissionId,
      landed_at: withoutMilliseconds(Date.parse(submittedAt) - 90_000),
      submitted_at: withoutMilliseconds(Date.parse(submittedAt)),
      hidden: { source: tags[0] ?? 'web' },
      definition: {
        id: form.id,
        title: form.name,
        fields: form.fields.map((field) => ({ ...reference(field), title: field.label })),
      },
      answers,
    },
  };
}

function withoutMilliseconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d{3}/, '');
}
