/** The faults switched on now. They end with the process: a restarted stand-in is whole again. */
export class FaultBoard<Faults extends object> {
  readonly #none: Readonly<Faults>;
  #present: Faults;

  /** @param none every fault there is, with the value that means "off" */
  constructor(none: Readonly<Faults>) {
    this.#none = none;
    this.#present = structuredClone(none) as Faults;
  }

  get now(): Readonly<Faults> {
    return this.#present;
  }

  /** Replaces the faults named. Throws, changing nothing, when one is unknown or of the wrong kind. */
  set(changes: Record<string, unknown>): Readonly<Faults> {
    for (const [name, value] of Object.entries(changes)) checkLike(name, value, Reflect.get(this.#none, name));
    this.#present = { ...this.#present, ...(structuredClone(changes) as Partial<Faults>) };
    return this.#present;
  }

  clear(): Readonly<Faults> {
    this.#present = structuredClone(this.#none) as Faults;
    return this.#present;
  }

  /** Whether a fault that is counted (a number, or an object with `times`) happens once more; counts it down. */
  take(name: keyof Faults): boolean {
    const fault: unknown = this.#present[name];
    if (typeof fault === 'number') {
      if (fault > 0) this.#present = { ...this.#present, [name]: fault - 1 };
      return fault > 0;
    }
    const counted = fault as { times: number };
    if (counted.times <= 0) return false;
    counted.times -= 1;
    return true;
  }
}

function checkLike(name: string, value: unknown, like: unknown): void {
  if (like === undefined) throw new Error(`there is no fault ${name}`);
  if (typeof value !== typeof like || Array.isArray(value) !== Array.isArray(like))
    throw new Error(`${name} must be like ${JSON.stringify(like)}`);
  if (typeof like !== 'object' || like === null || Array.isArray(like)) return;
  for (const [key, part] of Object.entries(like)) checkLike(`${name}.${key}`, Reflect.get(value as object, key), part);
}
