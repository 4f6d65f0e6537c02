import { z } from 'zod';
import { count, duration, flowName, line, origin } from './file-values.schema.ts';
import { languages } from './flow.ts';

const DAY = 86_400;

/** The keys of a chatbot's file but for what its flows hold. */
export const chatbotFile = z.strictObject({
  name: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/i, 'must be letters, digits and dashes: it stands in addresses'),
  title: line.max(80),
  language: z.enum(languages).default('en'),
  timeout: duration(60).default(30 * 60),
  gone: duration(10, DAY).default(5 * 60),
  tags: z.array(line.max(100)).max(20).default([]),
  origins: z.array(origin).max(50).default([]),
  limits: z
    .strictObject({ startsPerHour: count(1, 100_000).default(30), linesPerMinute: count(1, 600).default(20) })
    .default({ startsPerHour: 30, linesPerMinute: 20 }),
  start: flowName,
  flows: z.record(z.string(), z.unknown()),
});
