/** One spelling per mailbox for comparison: lower case, without the `+detail` that many servers deliver alike. */
export function addressKey(address: string): string {
  const at = address.lastIndexOf('@');
  const localPart = address.slice(0, at).trim().toLowerCase();
  const plus = localPart.indexOf('+');
  return `${plus > 0 ? localPart.slice(0, plus) : localPart}@${address
    .slice(at + 1)
    .trim()
    .toLowerCase()}`;
}

/** Whether mail to this address would come back to one of our own sources. */
export function isOurAddress(address: string, ourAddresses: readonly string[]): boolean {
  const key = addressKey(address);
  return ourAddresses.some((ours) => addressKey(ours) === key);
}
