/** A date as mail has it (RFC 5322, 3.3): `Mon, 02 Feb 2026 10:11:12 +0000`. */
export function mailDate(at: Date): string {
  return at.toUTCString().replace('GMT', '+0000');
}
