import type { DeskData } from './data.ts';

/**
 * Data that is still being opened: the screen is drawn before the database's client has been loaded. What is asked of
 * it meanwhile waits.
 */
export function lateData(opening: Promise<DeskData>, atOnce: Pick<DeskData, 'newId' | 'checkFilter'>): DeskData {
  return new Proxy(atOnce as DeskData, {
    get(target, name: keyof DeskData) {
      if (name === 'newId' || name === 'checkFilter') return target[name];
      return async (...given: unknown[]) => {
        const data = await opening;
        const method = data[name] as (...given: unknown[]) => unknown;
        return method(...given);
      };
    },
  });
}
