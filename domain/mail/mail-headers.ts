/** Header fields by lower-case name, unfolded, in the order of the mail; encoded words are decoded. */
export type MailHeaders = ReadonlyMap<string, readonly string[]>;

/** The first value of a header, trimmed, or an empty string. */
export function firstHeader(headers: MailHeaders, name: string): string {
  return headers.get(name)?.[0]?.trim() ?? '';
}
