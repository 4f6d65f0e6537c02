/**
 * Every boundary at which a process may die and something stays half done: what the crash test holds and kills at.
 * Before-commit points are inside their transaction.
 */
export const failPoints = [
  'arrive:fetched',
  'arrive:before-commit',
  'arrive:after-commit',
  'take-up:before',
  'take-up:before-commit',
  'take-up:after-commit',
  'assign-representative:before',
  'assign-representative:before-commit',
  'assign-representative:after-commit',
  'plan-redirections:before',
  'plan-redirections:before-commit',
  'plan-redirections:after-commit',
  'take-turn:before',
  'take-turn:before-commit',
  'take-turn:after-commit',
  'deliver:before-claim',
  'deliver:claimed',
  'deliver:answered',
  'deliver:finished',
  'command:accepted',
  'reconcile:before-looks',
  'archive:before-insert',
  'archive:before-cursor',
] as const;

export type FailPoint = (typeof failPoints)[number];

/** Holds the process at a point while a crash test decides who dies, and tells it by ids what is in hand. Does nothing otherwise. */
export type HoldAt = (point: FailPoint, inHand?: Record<string, string | string[]>) => Promise<void>;
