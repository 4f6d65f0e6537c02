import { safeLine } from '../../domain/safe-text.ts';
import type { TicketDetail } from '../../domain/views.ts';
import type { DetailLook } from './detail-look.ts';
import { actorWords, nothingLine } from './event-lines.ts';
import { line, span, type Line } from './line.ts';
import { fullTime } from './times.ts';

/** Inputs that wait or are parked; each is one row group to choose. */
export function waitingGroups(ticket: TicketDetail, look: DetailLook): Line[][] {
  return ticket.inputs.map((input) => [
    [
      span(input.state === 'parked' ? 'PARKED ' : 'WAITING ', input.state === 'parked' ? 'trouble' : 'warning'),
      span(
        `${safeLine(input.command ?? input.kind)} no. ${input.number}, ${fullTime(input.createdAt, look.timeZone)} ${actorWords(input.actor)}`,
      ),
    ],
    ...(input.errorCode ? [line(`    ${safeLine(input.errorCode)}: ${safeLine(input.errorDetail, 300)}`)] : []),
    line(
      input.state === 'parked'
        ? '    x tries it again'
        : input.command
          ? '    X takes it back, if it is not taken up first'
          : '    the desk takes it up by itself',
      'quiet',
    ),
  ]);
}

/** When the ticket acts by itself. */
export function wakeLines(ticket: TicketDetail, look: DetailLook): Line[] {
  const wakes = ticket.wakes.map((wake) =>
    line(
      `  ${safeLine(wake.kind)}: ${fullTime(wake.due, look.timeZone)}${wake.firedAt ? `, fired ${fullTime(wake.firedAt, look.timeZone)}` : ''}`,
    ),
  );
  return [
    line('Wakes: when the ticket acts by itself', 'heading'),
    ...(wakes.length > 0 ? wakes : nothingLine('  none')),
  ];
}
