/**
 * Folds text for comparison so that Turkish spellings meet: İADE, IADE and iade are equal, as are "şikâyet" and
 * "sikayet". Lower-casing must be Turkish: by default "İ" becomes two code points and "I" never meets "ı".
 */
export function fold(text: string): string {
  return text
    .toLocaleLowerCase('tr')
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('ı', 'i');
}

/** Folded, with runs of white space as one blank and none at the ends: for tags and topics. */
export function foldTopic(text: string): string {
  return fold(text).replace(/\s+/gu, ' ').trim();
}
