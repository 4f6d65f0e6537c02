const MOST_TRIES = 5;

/**
 * Runs a transaction that takes many locks again, when it was the one to give way to another that wanted the same ones
 * the other way round.
 */
export async function despiteDeadlocks<Done>(transact: () => Promise<Done>): Promise<Done> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transact();
    } catch (error) {
      const isDeadlock = (Object(error) as { code?: unknown }).code === '40P01';
      if (!isDeadlock || tries === MOST_TRIES) throw error;
    }
  }
}
