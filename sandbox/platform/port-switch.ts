import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/**
 * Listens on 127.0.0.1: on the wanted port, or when that is 0 on the remembered one if it is still free, else on any.
 * Returns the port.
 */
export async function openPort(server: Server, wanted: number, remembered = 0): Promise<number> {
  if (wanted !== 0) return listen(server, wanted);
  try {
    return await listen(server, remembered);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return listen(server, 0);
  }
}

/** Stops listening; whoever is still connected is the caller's to cut off. */
export function closePort(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) resolve();
    else server.close(() => resolve());
  });
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
