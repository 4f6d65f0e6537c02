import { Client, Connection } from '@temporalio/client';

export interface EngineAddress {
  address: string;
  namespace: string;
}

/** A client of the engine that connects when it is first used: what is accepted while Temporal is away waits in rows. */
export function openEngine(engine: EngineAddress): Client {
  const connection = Connection.lazy({ address: engine.address, connectTimeout: '3 seconds' });
  return new Client({ connection, namespace: engine.namespace });
}
