const DEFAULT_MAX_LENGTH = 100_000;

const LINE_BREAKS = /\r\n?|[\u0085\u2028\u2029]/g;
/** Controls but tab and line feed: escape sequences would act in terminal mail readers. */
const CONTROLS = /[^\P{Cc}\n\t]|\p{Cs}/gu;
const DIRECTION_MARKS = /[\u061c\u202a-\u202e\u2066-\u2069]/gu;

/** Text that may stand in a mail's plain body: line feeds only, no controls, at most `maxLength` UTF-16 units. */
export function safeBodyText(text: string, maxLength: number = DEFAULT_MAX_LENGTH): string {
  const clean = text.replace(LINE_BREAKS, '\n').replace(CONTROLS, '').replace(DIRECTION_MARKS, '');
  if (clean.length <= maxLength) return clean;
  return `${clean.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '')}\n[cut: the whole text is in the desk]`;
}
