const MAX_LENGTH = 500;

/** What a server said, fit for a row and a screen: one line, no controls, bounded. */
export function serverWords(text: string): string {
  return (
    text
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
      .trim()
      .slice(0, MAX_LENGTH)
      // A cut pair of surrogates would be refused as JSON.
      .toWellFormed()
  );
}
