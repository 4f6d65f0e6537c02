import addressParser from 'nodemailer/lib/addressparser';
import { nstring } from '../format.ts';
import { headerValue, type HeaderField } from './header-fields.ts';

type Address = ReturnType<typeof addressParser>[number];

/** The ENVELOPE of a mail (RFC 3501, 7.4.2): Sender and Reply-To default to From. */
export function envelope(fields: readonly HeaderField[]): string {
  const text = (name: string): string => nstring(headerValue(fields, name));
  const from = addressList(headerValue(fields, 'from'));
  const orFrom = (name: string): string => {
    const list = addressList(headerValue(fields, name));
    return list === 'NIL' ? from : list;
  };
  const lists = [
    from,
    orFrom('sender'),
    orFrom('reply-to'),
    ...['to', 'cc', 'bcc'].map((name) => addressList(headerValue(fields, name))),
  ];
  return `(${[text('date'), text('subject'), ...lists, text('in-reply-to'), text('message-id')].join(' ')})`;
}

function addressList(value: string | null): string {
  const addresses = addressParser(value ?? '').flatMap(toWire);
  return addresses.length === 0 ? 'NIL' : `(${addresses.join('')})`;
}

/** (name, route, mailbox, host); a group opens with its name as mailbox and no host, and closes with all NIL. */
function toWire(address: Address): string[] {
  if (address.group)
    return [`(NIL NIL ${nstring(address.name)} NIL)`, ...address.group.flatMap(toWire), '(NIL NIL NIL NIL)'];
  const at = address.address?.lastIndexOf('@') ?? -1;
  const mailbox = at === -1 ? (address.address ?? '') : (address.address ?? '').slice(0, at);
  const host = at === -1 ? '' : (address.address ?? '').slice(at + 1);
  return [`(${nstring(address.name || null)} NIL ${nstring(mailbox)} ${nstring(host)})`];
}
