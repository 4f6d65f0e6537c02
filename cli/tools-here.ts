import type { Client } from '@temporalio/client';
import { pino } from 'pino';
import type { Tools } from '../activities/tools.ts';
import { createTools } from '../worker/tools.ts';
import type { DeskContext } from './context.ts';

/** What a worker acts with, for a typed command that does one piece of its work by itself. */
export async function toolsHere(context: DeskContext, client: Client): Promise<Tools> {
  const { config, database } = context;
  const key = await context.secretKey();
  const log = pino({ level: 'silent' });
  return createTools({ config: { ...config, secretKey: key && Buffer.from(key) }, database, client, log });
}
