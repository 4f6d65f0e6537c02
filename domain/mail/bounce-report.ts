import { messageId } from './message-ids.ts';

export interface BouncedRecipient {
  /** The address the server names, in lower case as given. */
  address: string;
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' | 'unknown';
  /** RFC 3463 status such as `5.1.1`, or null. */
  status: string | null;
  /** The server's words, at most 500 characters, or null. */
  diagnostic: string | null;
}

export interface BounceReport {
  /** Message-ID of the mail that was not delivered, with angle brackets, or null. */
  originalMessageId: string | null;
  recipients: BouncedRecipient[];
}

const mostRecipients = 100;
const actions = new Set(['failed', 'delayed', 'delivered', 'relayed', 'expanded']);

/**
 * Reads the fields of RFC 3464.
 * @param deliveryStatus the body of the message/delivery-status part
 * @param original the headers (or the whole) of the mail returned with it
 */
export function readBounceReport(deliveryStatus: string, original: string): BounceReport {
  const blocks = deliveryStatus
    .slice(0, 200_000)
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n+/)
    .map(fieldsOf);
  const recipients = blocks.flatMap((fields) => {
    const named = fields.get('final-recipient') ?? fields.get('original-recipient');
    return named ? [recipientOf(named, fields)] : [];
  });
  const returned = fieldsOf(
    original.slice(0, 100_000).replace(/\r\n?/g, '\n').replace(/^\n+/, '').split('\n\n')[0] ?? '',
  );
  return { originalMessageId: messageId(returned.get('message-id')), recipients: recipients.slice(0, mostRecipients) };
}

function recipientOf(named: string, fields: ReadonlyMap<string, string>): BouncedRecipient {
  const action = (fields.get('action') ?? '').toLowerCase().split(/[\s(;]/)[0] ?? '';
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0] ?? null;
  const diagnostic = (fields.get('diagnostic-code') ?? '')
    .replace(/^[\w-]{1,30}\s*;\s*/, '')
    .trim()
    .slice(0, 500);
  return {
    address: named
      .replace(/^[\w-]{1,30}\s*;\s*/, '')
      .replace(/[<>\s]/g, '')
      .toLowerCase(),
    action: isAction(action) ? action : 'unknown',
    status,
    diagnostic: diagnostic === '' ? null : diagnostic,
  };
}

function isAction(word: string): word is BouncedRecipient['action'] {
  return actions.has(word);
}

function fieldsOf(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  let name = '';
  for (const line of block.split('\n')) {
    const match = /^([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]*(.*)$/.exec(line);
    if (match?.[1]) {
      name = match[1].toLowerCase();
      if (!fields.has(name)) fields.set(name, (match[2] ?? '').trim());
    } else if (name !== '' && /^[ \t]/.test(line)) {
      fields.set(name, `${fields.get(name) ?? ''} ${line.trim()}`.trim().slice(0, 5_000));
    }
  }
  return fields;
}
