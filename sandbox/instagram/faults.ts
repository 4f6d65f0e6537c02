import { type GraphFaults, noGraphFaults } from '../graph/graph-faults.ts';

export interface InstagramFaults extends GraphFaults {
  /** The comments edge answers no data, with cursors, while `comments_count` is above 0. */
  hollowComments: boolean;
  /** Whether `field` and `value` stand in a `changes` array or on the entry itself. */
  webhookShape: 'changes' | 'flat';
  /** What the account writes itself is pushed too. */
  echoOwnComments: boolean;
}

export const noFaults: Readonly<InstagramFaults> = {
  ...noGraphFaults,
  hollowComments: false,
  webhookShape: 'changes',
  echoOwnComments: false,
};
