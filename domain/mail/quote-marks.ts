/** Put by the HTML reader on a line of its own where a client's own container says that history begins. Never shown. */
export const quoteBelow = '\ufdd1';
/** The same for a container (Gmail's) that holds an attribution line and a blockquote, with answers perhaps between. */
export const attributionBelow = '\ufdd0';
/** Put by the HTML reader before each line of a container that a client made for the signature. */
export const signatureLine = '\ufdd2';

/** A line that holds only a mark, maybe within a quote. */
export function isMarkLine(line: string): boolean {
  return /^[> ]*[\ufdd0\ufdd1]\s*$/.test(line);
}

/** The line as people see it. */
export function withoutMarkSigns(line: string): string {
  return line.replace(/[\ufdd0-\ufdd2]/g, '');
}
