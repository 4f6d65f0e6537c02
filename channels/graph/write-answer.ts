import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import type { GraphObject } from './graph-client.ts';
import { textOf } from './wire-value.ts';

/** The id in the answer to a write. @throws PlatformFault unsure without one: it was accepted all the same */
export function newIdOf(answer: GraphObject, name: 'id' | 'message_id'): string {
  const id = textOf(answer[name]);
  if (id !== null) return id;
  throw new PlatformFault('PLATFORM_UNREADABLE', 'the platform accepted it and gave no id', { effect: 'unsure' });
}

/** Some answers have the word instead of the value. @throws PlatformFault unsure when it does not say so */
export function mustBeSuccess({ success }: GraphObject): void {
  if (success === true || success === 'true') return;
  throw new PlatformFault('PLATFORM_UNREADABLE', 'the platform did not say whether it was done', { effect: 'unsure' });
}
