/** Ten thousand letters that programs like to break: emoji, right to left, overrides, marks and control characters. */
export function wholeText(subject: string): string {
  const odd =
    'İğüşöç \u{1F9E5}\u{1F469}\u200D\u{1F469}\u200D\u{1F467} \u202Eters\u202C مرحبا a\u0308\u0301 \u0007\u001B[31m ';
  return `${subject}\n${odd.repeat(10_000)}`
    .slice(0, 10_000)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd();
}
