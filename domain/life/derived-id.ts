/** An id made from another, so that deciding twice names the same rows: the last hex digit group is shifted by n. */
export function derivedId(id: string, n: number): string {
  const head = id.slice(0, -4);
  const tail = (Number.parseInt(id.slice(-4), 16) + n) % 0x1_0000;
  return head + tail.toString(16).padStart(4, '0');
}
