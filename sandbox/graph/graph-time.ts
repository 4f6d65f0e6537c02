/** How reads spell a moment: `2026-11-20T09:15:30+0000`, whole seconds, an offset without a colon. */
export function graphTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}+0000`;
}
