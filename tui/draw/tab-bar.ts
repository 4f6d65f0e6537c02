import { cellWidth } from '../../domain/cell-width.ts';
import { tabs, type TabId } from '../../domain/tab.ts';
import { cutLine, span, type Line, type Span } from './line.ts';

/** For terminals that are not high enough for all titles in full; the chosen tab keeps its own. */
const shortTitles: Record<TabId, string> = {
  tickets: 'Tickets',
  chatbot: 'Chatbot',
  offline: 'Offline',
  instagram: 'Instagram',
  facebook: 'Facebook',
  trendyol: 'Trendyol',
  'automation-tickets': 'Auto tickets',
  'supsis-forms': 'Supsis',
  automations: 'Automations',
  settings: 'Settings',
};

/** The ten tabs in their order, each with its key. */
export function tabBar(chosen: TabId, size: { columns: number; rows: number }): Line[] {
  const isShort = size.rows < 30 && size.columns < 200;
  const lines: Span[][] = [[]];
  let width = 0;
  for (const [index, tab] of tabs.entries()) {
    const isChosen = tab.id === chosen;
    const title = isShort && !isChosen ? shortTitles[tab.id] : tab.title;
    const text = isChosen ? `[${(index + 1) % 10} ${title}]` : ` ${(index + 1) % 10} ${title} `;
    if (width + cellWidth(text) > size.columns && width > 0) {
      lines.push([]);
      width = 0;
    }
    lines.at(-1)?.push(span(text, isChosen ? 'selected' : 'quiet'));
    width += cellWidth(text);
  }
  return lines.map((spans) => cutLine(spans, size.columns));
}
