import { safeLine } from '../../domain/safe-text.ts';
import type { AttributeView, CalendarView, DesignView } from '../design-views.ts';
import type { Style } from './line.ts';

interface RowParts {
  text: string;
  style: Style;
  more: { text: string; style: Style }[];
}

/** A chatbot or form: what visitors get, what is only a draft, where they find it. */
export function designRow(design: DesignView): RowParts {
  const { isOn, name, title, publishedVersion, latestVersion, url } = design;
  const published = publishedVersion === null ? 'not published' : `v${publishedVersion}`;
  const draft = latestVersion === publishedVersion ? '' : `, draft v${latestVersion} (p publishes it)`;
  return {
    text: `${isOn ? 'on ' : 'OFF'} ${safeLine(name).padEnd(16)} ${published}${draft}`,
    style: isOn ? 'plain' : 'quiet',
    more: [{ text: [safeLine(title), safeLine(url)].filter(Boolean).join('  '), style: 'quiet' }],
  };
}

export function calendarRow({ name, timeZone, isOpenNow, hours }: CalendarView): RowParts {
  return {
    text: `${safeLine(name).padEnd(20)} ${isOpenNow ? 'open now' : 'closed now'}  ${safeLine(timeZone)}`,
    style: 'plain',
    more: hours.map((text) => ({ text: safeLine(text), style: 'quiet' })),
  };
}

export function attributeRow({ name, type, choices }: AttributeView): RowParts {
  const allowed = choices.length > 0 ? `: ${safeLine(choices.join(', '))}` : '';
  return { text: `${safeLine(name).padEnd(20)} ${type}${allowed}`, style: 'plain', more: [] };
}
