/**
 * The Message-ID of a delivery: the same on every attempt, so that receivers can drop a repeat and answers find their
 * ticket. `deliveryKeyHash` is hexadecimal.
 */
export function outgoingMessageId(delivery: {
  ticketNumber: number;
  deliveryKeyHash: string;
  fromAddress: string;
}): string {
  const hash = delivery.deliveryKeyHash.toLowerCase().replace(/[^0-9a-z]/g, '');
  return `<t${delivery.ticketNumber}.${hash}@${domainOf(delivery.fromAddress)}>`;
}

/** The ticket number in a Message-ID of ours, or null. A hint only: anyone can write one, so it proves nothing. */
export function ticketNumberInMessageId(messageId: string): number | null {
  const number = /^<t(\d{1,15})\.[0-9a-z]+@[^<>\s]+>$/.exec(messageId)?.[1];
  return number === undefined ? null : Number(number);
}

function domainOf(address: string): string {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return /^[a-z0-9.-]+$/.test(domain) ? domain : 'desk.invalid';
}
