import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { DeskError } from '../domain/errors.ts';

export interface EngineAddress {
  address: string;
  namespace: string;
}

/** A client of the engine; connects when first used, so that requests are taken in while Temporal is down. */
export function engineClient({ address, namespace }: EngineAddress): Client {
  return new Client({ connection: Connection.lazy({ address, connectTimeout: '3 seconds' }), namespace });
}

/** The worker's own connection. @throws DeskError ENGINE_UNREACHABLE */
export async function nativeConnection({ address }: EngineAddress): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect({ address });
  } catch (error) {
    throw new DeskError('ENGINE_UNREACHABLE', `Temporal at ${address} does not answer`, { cause: error });
  }
}
