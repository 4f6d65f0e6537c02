/** Text as PostgreSQL takes it: without NUL, and half a character as U+FFFD. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
