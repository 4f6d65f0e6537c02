/** Whether this is one address that mail can be sent to: no list, no name beside it. */
export function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(text);
}
