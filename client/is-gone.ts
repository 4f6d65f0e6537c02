import { WorkflowNotFoundError } from '@temporalio/client';

const GRPC_NOT_FOUND = 5;

/** Whether the engine has no such run (any more): `fetchHistory` tells it by the engine's own error. */
export function isGone(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError || (error as { code?: unknown } | null)?.code === GRPC_NOT_FOUND;
}
