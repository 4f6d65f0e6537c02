const MOST_SUGGESTIONS = 5;

/** Whether the platform knows the zone by its IANA name; an offset such as `+03:00` keeps no summer time and is none. */
export function isZone(name: string): boolean {
  if (!/^\p{L}/u.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** Zones whose names are the most like what was typed, for whoever mistyped one; an example when none is. */
export function zonesLike(typed: string): string[] {
  const wanted = pairsOf(typed);
  const like = Intl.supportedValuesOf('timeZone')
    .map((zone) => ({ zone, likeness: likeness(wanted, pairsOf(zone)) }))
    .filter((found) => found.likeness > 0)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, MOST_SUGGESTIONS)
    .map(({ zone }) => zone);
  return like.length > 0 ? like : ['Europe/Istanbul'];
}

function pairsOf(name: string): Set<string> {
  const letters = name
    .slice(0, 64)
    .toLowerCase()
    .replaceAll(/[^a-z]/gu, '');
  return new Set(
    Array.from({ length: Math.max(0, letters.length - 1) }, (_, index) => letters.slice(index, index + 2)),
  );
}

/** Shared pairs of letters among all of both. */
function likeness(a: Set<string>, b: Set<string>): number {
  const shared = [...a].filter((pair) => b.has(pair)).length;
  return (2 * shared) / (a.size + b.size || 1);
}
