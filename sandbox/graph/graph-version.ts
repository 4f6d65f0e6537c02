import { GraphRefusal } from './graph-error.ts';

/** Ends of versions as in the Graph API changelog; v26.0 has none yet. */
const ENDS: Readonly<Record<string, string | null>> = {
  '26.0': null,
  '25.0': '2028-07-29',
  '24.0': '2028-02-18',
  '23.0': '2027-10-08',
  '22.0': '2027-05-20',
  '21.0': '2027-01-21',
};

/** The path of a node or edge behind its version: `versionedPath('([0-9]+)/comments')`; the version is the first part. */
export function versionedPath(rest: string): RegExp {
  return new RegExp(`^/v([0-9]+\\.[0-9]+)/${rest}/?$`);
}

/**
 * Refuses a version that has ended or that is not out yet. The stand-in does not let versions die by the calendar, so
 * that it answers the same next year. The code is 2635 for an ended version (unconfirmed).
 */
export function checkVersion(version: string): void {
  if (version in ENDS) return;
  const major = Number.parseInt(version, 10);
  if (major > 26) throw new GraphRefusal({ code: 2500, message: `There is no version v${version}` });
  throw new GraphRefusal({ code: 2635, message: `Version v${version} has ended; call a newer one` });
}
