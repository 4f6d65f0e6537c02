import { showSelected } from '../lists/move-selection.ts';
import type { State } from '../state.ts';
import { automationsBody } from './automations-body.ts';
import { contactsBody } from './contacts-body.ts';
import { detailBody, detailHeadHeight } from './detail-body.ts';
import { footerLine } from './footer.ts';
import { layerLines } from './layer-lines.ts';
import { cutLine, line, type Line } from './line.ts';
import { listBody, listHeight } from './list-body.ts';
import { settingsBody } from './settings-body.ts';
import { statusLine } from './status-line.ts';
import { tabBar } from './tab-bar.ts';
import { clockTime, fullTime } from './times.ts';

const smallest = { columns: 60, rows: 15 };
/** Status line and keys. */
const FOOT = 2;

/** The whole screen: as many lines as the terminal has rows, none wider than it. */
export function frame(state: State): Line[] {
  const { columns, rows } = state.size;
  if (columns < smallest.columns || rows < smallest.rows) return tooSmall(state);
  const head = tabBar(state.tabId, state.size);
  const bodyHeight = rows - head.length - FOOT;
  const layer = layerPart(state, bodyHeight);
  const body = screenBody(state, bodyHeight - layer.length).slice(0, bodyHeight - layer.length);
  while (body.length < bodyHeight - layer.length) body.push(line(''));
  return [...head, ...body, ...layer, statusLine(state), footerLine(state)].map((spans) => cutLine(spans, columns));
}

function layerPart(state: State, bodyHeight: number): Line[] {
  const top = state.layers.at(-1);
  if (!top) return [];
  // Questions and prompts leave the list in sight; what is written or read gets the room.
  const height =
    top.kind === 'composer' || top.kind === 'form' || top.kind === 'info' ? bodyHeight : Math.min(bodyHeight, 16);
  return layerLines(top, {
    width: state.size.columns,
    height,
    theme: state.theme,
    timeOf: (at) => clockTime(at, state.timeZone),
    dayOf: (at) => fullTime(at, state.timeZone),
  });
}

function screenBody(state: State, height: number): Line[] {
  if (state.detail) return detailBody(state, height);
  if (state.contacts) return contactsBody(state, height);
  if (state.tabId === 'settings') return settingsBody(state, height);
  if (state.tabId === 'automations') return automationsBody(state);
  return listBody({ ...state, list: showSelected(state.list, listHeight(height)) }, height);
}

/** Rows of tickets in sight while nothing is open above the list. */
export function listRows(state: State): number {
  return listHeight(bodyRows(state));
}

/** Rows that a part of the opened ticket has. */
export function detailRows(state: State): number {
  return Math.max(1, bodyRows(state) - detailHeadHeight(state));
}

function bodyRows({ tabId, size }: State): number {
  return size.rows - tabBar(tabId, size).length - FOOT;
}

function tooSmall({ size }: State): Line[] {
  const text = [
    `This terminal has ${size.columns}x${size.rows} cells.`,
    `Deskhand needs ${smallest.columns}x${smallest.rows}.`,
    'Make it larger, or q to quit.',
  ];
  return text.slice(0, size.rows).map((words) => cutLine(line(words), size.columns));
}
