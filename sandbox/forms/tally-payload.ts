import type { Payload, PayloadParts } from './payload-parts.ts';
import type { FieldRole, FormField } from './state.ts';

const types: Record<FieldRole, string> = {
  name: 'INPUT_TEXT',
  email: 'INPUT_EMAIL',
  phone: 'INPUT_PHONE_NUMBER',
  topic: 'DROPDOWN',
  order: 'INPUT_TEXT',
  message: 'TEXTAREA',
};

/** Tally's `FORM_RESPONSE` (tally.so/help/webhooks); questions left open come with null, choices as ids with options. */
export function tallyPayload({ eventId, form, response }: PayloadParts): Payload {
  const { values, submissionId, submittedAt } = response;
  return {
    eventId,
    eventType: 'FORM_RESPONSE',
    createdAt: submittedAt,
    data: {
      responseId: submissionId,
      submissionId,
      respondentId: `p${submissionId}`,
      formId: form.id,
      formName: form.name,
      createdAt: submittedAt,
      fields: form.fields.map((field) => wireField(field, values[field.role])),
    },
  };
}

function wireField({ role, key, label, options }: FormField, value: string | undefined): Payload {
  const field = { key, label, type: types[role] };
  if (role !== 'topic') return { ...field, value: value ?? null };
  const chosen = options.filter((option) => option.label === value).map(({ id }) => id);
  return {
    ...field,
    value: chosen.length > 0 ? chosen : null,
    options: options.map(({ id, label: text }) => ({ id, text })),
  };
}
