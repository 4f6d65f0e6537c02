import type { PushedAnswer, PushedResponse } from '../../domain/platform/platform-item.ts';
import { sayValue } from './say-value.ts';
import { typeformResponse, type TypeformAnswer } from './wire-responses.schema.ts';

/**
 * A Typeform response: the value stands under the key that the answer's type names, the question's words in the
 * definition (developers.typeform.com/webhooks/example-payload). @throws ZodError for another shape
 */
export function readTypeform(body: unknown): Omit<PushedResponse, 'raw'> {
  const { form_response: response } = typeformResponse.parse(body);
  const { definition, hidden } = response;
  const titles = new Map<string, string>();
  for (const { id, title } of definition?.fields ?? []) if (id && title) titles.set(id, title);
  const answers = response.answers.map((answer) => readAnswer(answer, titles));
  const email = answers.find(({ type }) => type === 'email')?.value;
  const phone = answers.find(({ type }) => type === 'phone_number')?.value;
  return {
    formId: response.form_id,
    formName: definition?.title || null,
    submissionId: response.token,
    submittedAt: response.submitted_at ?? '',
    answers: [...answers, ...Object.entries(hidden ?? {}).map(readHidden)],
    told: { ...(email ? { email } : {}), ...(phone ? { phone } : {}) },
  };
}

/** A `ref` is the owner's own name for a question; without one there is always an id. */
function readAnswer(answer: TypeformAnswer, titles: ReadonlyMap<string, string>): PushedAnswer {
  const { id, ref } = answer.field;
  const key = ref ?? id ?? answer.type;
  return {
    key,
    label: (id && titles.get(id)) ?? key,
    type: answer.type,
    value: sayChoices(answer[answer.type]),
  };
}

/** `choice` has a label, `choices` labels; what was typed in as something else stands in `other`. */
function sayChoices(value: unknown): string {
  const { label, labels, other } = Object(value) as Record<string, unknown>;
  const chosen = [label, labels, other].filter((part) => part !== undefined);
  return typeof value === 'object' && chosen.length > 0 ? sayValue(chosen) : sayValue(value);
}

/** What the address of the form carried along. */
function readHidden([name, value]: [string, unknown]): PushedAnswer {
  return { key: `hidden:${name}`, label: name, type: 'hidden', value: sayValue(value) };
}
