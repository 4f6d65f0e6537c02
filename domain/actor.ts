/** Who did it: every command, event and audit row carries one. */
export type Actor =
  | { kind: 'representative'; id: string; name: string }
  | { kind: 'contact'; id: string }
  | { kind: 'desk' }
  | { kind: 'source'; id: string };

/** The desk acting by itself: rules, wakes, receipts. */
export const theDesk: Actor = { kind: 'desk' };
