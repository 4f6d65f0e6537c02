import type { Circumstances, Decision } from './decision.ts';

/**
 * What automations add to what happened. The desk has no automations yet: they have their place in every step, so that
 * a ticket's life need not change its shape when they come.
 */
export function runAutomations(_at: Circumstances, happened: Decision): Decision {
  return happened;
}
