import { NativeConnection } from '@temporalio/worker';
import type { EngineAddress } from '../client/engine-client.ts';
import { DeskError } from '../domain/errors.ts';

/** The worker's own connection. @throws DeskError ENGINE_UNREACHABLE */
export async function nativeConnection({ address }: EngineAddress): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect({ address });
  } catch (error) {
    throw new DeskError('ENGINE_UNREACHABLE', `Temporal at ${address} does not answer`, { cause: error });
  }
}
