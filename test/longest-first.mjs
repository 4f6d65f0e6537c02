import sequencer from '@jest/test-sequencer';

const Sequencer = sequencer.default ?? sequencer;
/** In the order in which they are to begin; a machine that never ran them does not know how long they take. */
const longest = ['test/stories/crash.', 'test/stories/many-visitors.', 'test/stories/', 'test/replay-gate.', 'cli/'];

/** The tests that take longest begin first, so that no core idles while the last of them ends. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const found = longest.findIndex((part) => path.includes(`/${part}`));
      return found === -1 ? longest.length : found;
    };
    return super.sort(tests).toSorted((one, other) => rank(one) - rank(other));
  }
}
