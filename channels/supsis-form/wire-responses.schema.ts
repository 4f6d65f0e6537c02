import { z } from 'zod';

/** A longer one no index takes. */
const id = z.union([z.number(), z.string().min(1).max(250)]).transform(String);
const text = z.string().nullish();
const time = z.string().nullish();

/** Our own contract: `type` and `data` as Standard Webhooks has them. */
export const standardResponse = z.looseObject({
  timestamp: time,
  data: z.looseObject({
    formId: id,
    formName: text,
    submissionId: id,
    submittedAt: time,
    subject: text,
    name: text,
    email: text,
    phone: text,
    tags: z.array(z.string()).nullish(),
    answers: z.array(z.looseObject({ key: id, label: text, type: text, value: z.unknown() })),
  }),
});

const fieldReference = z.looseObject({ id: id.nullish(), ref: id.nullish() });

/** developers.typeform.com/webhooks/example-payload */
export const typeformResponse = z.looseObject({
  form_response: z.looseObject({
    form_id: id,
    token: id,
    submitted_at: time,
    hidden: z.record(z.string(), z.unknown()).nullish(),
    definition: z
      .looseObject({
        title: text,
        fields: z.array(z.looseObject({ id: id.nullish(), ref: id.nullish(), title: text })).nullish(),
      })
      .nullish(),
    answers: z.array(z.looseObject({ type: z.string(), field: fieldReference })),
  }),
});

/** tally.so/help/webhooks */
export const tallyResponse = z.looseObject({
  data: z.looseObject({
    submissionId: id.nullish(),
    responseId: id.nullish(),
    formId: id,
    formName: text,
    createdAt: time,
    fields: z.array(
      z.looseObject({
        key: id,
        label: text,
        type: z.string(),
        value: z.unknown(),
        options: z.array(z.looseObject({ id, text })).nullish(),
      }),
    ),
  }),
});

export type TypeformAnswer = z.infer<typeof typeformResponse>['form_response']['answers'][number];
export type TallyField = z.infer<typeof tallyResponse>['data']['fields'][number];
