import { wrapToCells } from '../../domain/cell-width.ts';
import { isAtPlatform } from '../../domain/delivery.ts';
import { countHidden, safeBlock, safeLine } from '../../domain/safe-text.ts';
import type { DeliveryView, MessageView, TicketDetail } from '../../domain/views.ts';
import { signsOf } from '../theme.ts';
import type { DetailLook } from './detail-look.ts';
import { stateWords } from './delivery-lines.ts';
import { line, span, type Line, type Style } from './line.ts';
import { fullTime } from './times.ts';

const kinds: Record<MessageView['kind'], { word: string; style: Style }> = {
  contact: { word: 'Customer', style: 'title' },
  reply: { word: 'Reply', style: 'good' },
  note: { word: 'Note (internal)', style: 'note' },
  forward: { word: 'Forward', style: 'good' },
  representative: { word: 'Representative, by mail (internal)', style: 'note' },
};

const platformWords: Partial<Record<DeliveryView['kind'], string>> = {
  'public-reply': 'Public reply',
  'private-reply': 'Private reply',
};

/** Who said what, oldest first. */
export function conversationLines(ticket: TicketDetail, look: DetailLook): Line[] {
  if (ticket.messages.length === 0) return [line('No messages.', 'quiet')];
  return ticket.messages.flatMap((message) => [...messageLines(message, ticket, look), line('')]);
}

function messageLines(message: MessageView, ticket: TicketDetail, look: DetailLook): Line[] {
  const delivery = ticket.deliveries.find(({ id }) => id === message.deliveryId);
  const { style } = kinds[message.kind];
  const word = (delivery && platformWords[delivery.kind]) ?? kinds[message.kind].word;
  const author = safeLine(
    [message.author.name, message.author.address && `<${message.author.address}>`].filter(Boolean).join(' '),
  );
  const automatic = message.automatic ? ` [automatic: ${safeLine(message.automatic)}]` : '';
  const head = `${word} ${signsOf(look.theme).dot} ${author || 'unknown'} ${signsOf(look.theme).dot} ${fullTime(message.at, look.timeZone)} ${signsOf(look.theme).dot} no. ${message.number}`;
  return [
    [span(head, style), span(automatic, 'warning')],
    ...recipientLines(message, look),
    ...hiddenWarning(message),
    ...textLines(message, look, ticket.channel === 'chatbot' ? 'of the whole talk' : 'of quoted text or signature'),
    ...message.attachments.map((attachment) => attachmentLine(attachment)),
    ...(delivery ? deliveryLines(delivery, look) : []),
  ];
}

function recipientLines({ recipients }: MessageView, look: DetailLook): Line[] {
  const parts = [
    recipients.to?.length ? `To: ${recipients.to.join(', ')}` : '',
    recipients.cc?.length ? `Cc: ${recipients.cc.join(', ')}` : '',
  ];
  const text = parts.filter(Boolean).join('  ');
  return text ? wrapToCells(safeLine(text, 600), look.width - 2).map((part) => line(`  ${part}`, 'quiet')) : [];
}

function hiddenWarning(message: MessageView): Line[] {
  const count = countHidden(message.text);
  return count > 0 ? [line(`  ! ${count} invisible characters were taken out of this message`, 'warning')] : [];
}

/** The new words; what is quoted below them, or the talk they come from, only when it is asked for. */
function textLines(message: MessageView, look: DetailLook, rest: string): Line[] {
  const whole = message.text ?? '';
  const words = message.reply ?? whole;
  const shown = look.showsQuotes ? whole : words.trim() ? words : whole;
  const lines = wrapToCells(safeBlock(shown).trimEnd(), look.width - 2).map((part) => line(`  ${part}`));
  const foldedCount = whole.trimEnd().split('\n').length - shown.trimEnd().split('\n').length;
  if (look.showsQuotes || foldedCount <= 0) return lines;
  return [...lines, line(`  ${signsOf(look.theme).folded} ${foldedCount} lines ${rest} (Q shows them)`, 'quiet')];
}

function attachmentLine({ name, contentType, size, droppedReason }: MessageView['attachments'][number]): Line {
  const dropped = droppedReason ? ` - not kept: ${safeLine(droppedReason)}` : '';
  return line(
    `  [attachment] ${safeLine(name, 80)} (${safeLine(contentType, 60)}, ${sizeText(size)})${dropped}`,
    droppedReason ? 'warning' : 'plain',
  );
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function deliveryLines(delivery: DeliveryView, look: DetailLook): Line[] {
  const isBad = delivery.state === 'failed' || delivery.state === 'unsure';
  const attempts = delivery.attempts > 1 ? `, ${delivery.attempts} attempts` : '';
  const why = platformSays(delivery, look);
  const text = [`${stateWords(delivery)}${attempts}`, why, isBad && !why ? 'see Deliveries (Tab)' : ''];
  return wrapToCells(text.filter(Boolean).join(': '), look.width - 2).map((part) =>
    line(`  ${part}`, isBad ? 'trouble' : 'quiet'),
  );
}

/** Why a platform refused an answer, or what is known of one that it may hold already. */
function platformSays({ kind, state, receipt, nextAttemptAt }: DeliveryView, look: DetailLook): string {
  if (!isAtPlatform(kind)) return '';
  if (state === 'planned' && receipt?.['mayHaveHappened'] && nextAttemptAt)
    return `it may be there already, and is looked for ${fullTime(nextAttemptAt, look.timeZone)}`;
  return state === 'failed' && typeof receipt?.['response'] === 'string' ? safeLine(receipt['response'], 400) : '';
}
