/** Ascending UIDs as an IMAP sequence set, runs joined: 1,2,3,7 is `1:3,7`, which keeps command lines short. */
export function uidRange(uids: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const uid of uids) {
    const last = runs.at(-1);
    if (last && uid === last[1] + 1) last[1] = uid;
    else runs.push([uid, uid]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}:${last}`)).join(',');
}
