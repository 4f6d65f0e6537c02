/**
 * Makes of calls that all ask for the same one that goes on at a time: who asks while it does, is served by one more that
 * follows. So what was written before asking is always seen, however many ask.
 */
export function oneAtATime<Key>(): (key: Key, act: () => Promise<void>) => void {
  const isAskedAgain = new Map<Key, boolean>();
  const run = async (key: Key, act: () => Promise<void>) => {
    do {
      isAskedAgain.set(key, false);
      await act();
    } while (isAskedAgain.get(key));
    isAskedAgain.delete(key);
  };
  return (key, act) => {
    if (isAskedAgain.has(key)) isAskedAgain.set(key, true);
    else void run(key, () => act().catch(() => {}));
  };
}
