/**
 * Keys pressed while something is being opened wait for it: the first words of a reply are never taken as commands of
 * the list behind it.
 */
export class TypeAhead {
  #openings = 0;
  #held: (() => void)[] = [];

  /** @returns whether the press was kept for what is being opened */
  hold(press: () => void): boolean {
    if (this.#openings === 0) return false;
    this.#held.push(press);
    return true;
  }

  /** Holds presses while `open` works; then they go to what it opened, or nowhere when it opened nothing. */
  async during(open: () => Promise<void>, hasOpened: () => boolean): Promise<void> {
    this.#openings += 1;
    try {
      await open();
    } finally {
      this.#openings -= 1;
      if (this.#openings === 0) this.#release(hasOpened());
    }
  }

  #release(isWanted: boolean): void {
    const held = this.#held;
    this.#held = [];
    if (isWanted) for (const press of held) press();
  }
}
