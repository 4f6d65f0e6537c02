import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { waitForAddress } from './wait-for-address.ts';

const retentionSeconds = 30 * 24 * 60 * 60;
const callMilliseconds = 2_000;

export interface NamespaceOptions {
  address: string;
  namespace: string;
  /** Becomes true when waiting is pointless. */
  hasEnded: () => boolean;
  withinSeconds: number;
}

/**
 * Waits until the namespace answers and lets it keep closed histories for 30 days (a development server's default is one).
 * Throws when that has not happened in time.
 */
export async function prepareNamespace({
  address,
  namespace,
  hasEnded,
  withinSeconds,
}: NamespaceOptions): Promise<void> {
  const deadline = Date.now() + withinSeconds * 1000;
  // gRPC waits a second before it knocks again, so the port is tried first.
  await waitForAddress(address, { withinSeconds, hasEnded });
  const connection = Connection.lazy({ address });
  try {
    await setRetention(connection, namespace, { hasEnded, deadline });
  } finally {
    await connection.close();
  }
}

async function setRetention(
  connection: Connection,
  namespace: string,
  { hasEnded, deadline }: { hasEnded: () => boolean; deadline: number },
): Promise<void> {
  for (;;) {
    try {
      await connection.withDeadline(Date.now() + callMilliseconds, () =>
        connection.workflowService.updateNamespace({
          namespace,
          config: { workflowExecutionRetentionTtl: { seconds: retentionSeconds as never } },
        }),
      );
      return;
    } catch (error) {
      if (hasEnded() || Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}
