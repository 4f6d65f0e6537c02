const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * A moment as people type it: 30m, 2h, 3d, 1w from now, or 2026-12-01, 2026-12-01 09:00 (local time).
 * @returns ISO time, or null when it cannot be read
 */
export function parseUntil(text: string, now: number): string | null {
  const span = /^(\d{1,4})\s*([mhdw])$/i.exec(text.trim());
  if (span) return new Date(now + Number(span[1]) * (units[span[2]?.toLowerCase() ?? ''] ?? 0)).toISOString();
  const date = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}):(\d{2}))?$/.exec(text.trim());
  if (!date) return null;
  const at = new Date(`${date[1]}T${(date[2] ?? '9').padStart(2, '0')}:${date[3] ?? '00'}:00`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
