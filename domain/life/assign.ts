import type { Circumstances, Decision } from './decision.ts';
import { nothing } from './decision.ts';

/** Who gets a new ticket that nobody has. The desk leaves it to its people until assignment rules exist. */
export function assignRepresentative(_at: Circumstances): Decision {
  return nothing();
}
