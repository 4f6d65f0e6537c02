import { isIPv6 } from 'node:net';

/**
 * What counts as one sender: an IPv4 address, or the /64 of an IPv6 address, which one household or machine gets whole.
 */
export function networkOf(address: string): string {
  const [plain = ''] = withoutPort(address).split('%');
  if (!isIPv6(plain)) return plain;
  const groups = groupsOf(plain);
  if (isMapped(groups)) return [groups[6], groups[7]].flatMap((group = 0) => [group >> 8, group & 0xff]).join('.');
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return `${network.join(':')}::/64`;
}

/** Some proxies write the port behind the address: another with each connection. */
function withoutPort(address: string): string {
  return /^\[(.*)\](?::\d+)?$/.exec(address)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(address)?.[1] ?? address;
}

/** An IPv4 address as IPv6 writes it: `::ffff:192.0.2.7`. */
function isMapped(groups: readonly number[]): boolean {
  return groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
}

function groupsOf(plain: string): number[] {
  const [head = [], tail] = plain.split('::').map(readGroups);
  const missing = Array.from({ length: 8 - head.length - (tail?.length ?? 0) }, () => 0);
  return tail ? [...head, ...missing, ...tail] : head;
}

/** Dotted digits at the end are two groups. */
function readGroups(text: string): number[] {
  return text
    .split(':')
    .filter(Boolean)
    .flatMap((group) => {
      if (!group.includes('.')) return [Number.parseInt(group, 16)];
      const [one = 0, two = 0, three = 0, four = 0] = group.split('.').map(Number);
      return [one * 256 + two, three * 256 + four];
    });
}
