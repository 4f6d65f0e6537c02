import { z } from 'zod';
import { LAST_MOMENT } from '../moment-of.ts';

/** Numbers beyond 2^53 come as their digits: see parseJson. */
const id = z.union([z.number(), z.string()]).transform(String);
/** It becomes part of an address: none may lead elsewhere. */
const questionId = id.refine((told) => /^[\w-]{1,100}$/.test(told));
const text = z.string().nullish();
const milliseconds = z.number().nullish();

const wireAnswer = z.looseObject({ id: id.nullish(), text, creationDate: milliseconds, reason: text });

/**
 * A question as the platform tells it (developers.trendyol.com, “Getting customer questions”). What is not used is not
 * asked for, and what may be missing may be: pages of different age disagree.
 */
export const wireQuestion = z.looseObject({
  id: questionId,
  text,
  status: z.string().min(1),
  creationDate: z.number().positive().max(LAST_MOMENT),
  customerId: id.nullish(),
  userName: text,
  showUserName: z.boolean().nullish(),
  productName: text,
  productMainId: id.nullish(),
  webUrl: text,
  reason: text,
  answer: wireAnswer.nullish(),
  rejectedAnswer: wireAnswer.nullish(),
});

export const wirePage = z.looseObject({
  content: z.array(z.unknown()),
  totalPages: z.number().nullish(),
});

export type WireQuestion = z.infer<typeof wireQuestion>;
export type WireAnswer = z.infer<typeof wireAnswer>;
