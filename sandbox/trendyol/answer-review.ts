/** Ten digits or more, however they are grouped: a telephone number. */
const phone = /(?:\+?\d[\s().-]*){10,}/;
const mailAddress = /[^\s@]+@[^\s@]+\.[^\s@]+/;
const webAddress = /(?:https?:\/\/|www\.)\S+|\b[a-z0-9-]+\.(?:com|net|org|shop|store|com\.tr)\b/i;

export const usualForbiddenWords = ['whatsapp', 'instagram', 'facebook', 'hepsiburada', 'n11', 'havale', 'iban'];

/** Whether a text says how to reach the seller outside the platform. */
export function hasContactDetails(text: string): boolean {
  return phone.test(text) || mailAddress.test(text) || webAddress.test(text);
}

/** Why an answer is refused after it was taken, in the platform's language; null when it may be published. */
export function reviewRefusal(text: string, forbiddenWords: readonly string[]): string | null {
  if (hasContactDetails(text)) return 'Cevabınız iletişim bilgisi içerdiği için reddedildi.';
  const words = new Set(foldings(text).flatMap((folded) => folded.match(/[\p{L}\p{N}]+/gu) ?? []));
  const isForbidden = forbiddenWords.some((word) => foldings(word).some((folded) => words.has(folded)));
  return isForbidden ? 'Cevabınız yasaklı kelime içerdiği için reddedildi.' : null;
}

/** Small letters as Turkish and as English make them: "INSTAGRAM" is meant in both. */
function foldings(text: string): string[] {
  return [text.toLocaleLowerCase('tr'), text.toLocaleLowerCase('en')];
}
