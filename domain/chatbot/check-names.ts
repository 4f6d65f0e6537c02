import { fold } from '../fold.ts';
import { eachBlock, type FlowCheck } from './draft-flow.ts';

/** Calendars and teams that are named must be on the desk. */
export function checkNames({ flows, desk, report }: FlowCheck): void {
  const isAmong = (names: string[], name: string) => names.some((known) => fold(known) === fold(name));
  for (const { block, path } of eachBlock(flows)) {
    if (block.kind === 'hours' && !isAmong(desk.calendars, block.calendar)) {
      const message = `there is no calendar “${block.calendar}”${desk.calendars.length > 0 ? '' : ': the desk has none yet'}`;
      report([...path, 'hours', 'calendar'], { message, value: block.calendar, allowed: desk.calendars });
    }
    if (block.kind === 'hand-over' && block.team !== null && !isAmong(desk.teams, block.team)) {
      const message = `there is no team “${block.team}”${desk.teams.length > 0 ? '' : ': the desk has none yet'}`;
      report([...path, 'hand-over', 'team'], { message, value: block.team, allowed: desk.teams });
    }
  }
}
