import type { Client } from '@temporalio/client';

const underWay = new WeakMap<Client, Set<Promise<unknown>>>();

/** Remembers a call that nobody waits for, until it has ended. @returns the call */
export function rememberCall<Result>(client: Client, call: Promise<Result>): Promise<Result> {
  const calls = underWay.get(client) ?? new Set();
  underWay.set(client, calls.add(call));
  const forget = () => calls.delete(call);
  call.then(forget, forget);
  return call;
}

/** Before the connection is closed: a call that is tried again on a closed one would end the process. */
export async function callsEnded(client: Client): Promise<void> {
  const calls: Iterable<Promise<unknown>> = underWay.get(client) ?? [];
  await Promise.allSettled(calls);
}
