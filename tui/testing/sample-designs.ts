import { DeskError } from '../../domain/errors.ts';
import type { RequestSettings } from '../data.ts';
import type { DesignsData, DesignView, SettingsFile } from '../design-views.ts';

/** Files of the sample desk, by kind and name, and what was kept of unsaved ones. */
export interface SampleFiles {
  files: Map<string, string>;
  kept: Map<string, string>;
}

export const sampleDesigns: Pick<RequestSettings, 'chatbots' | 'forms' | 'calendars' | 'attributes'> = {
  chatbots: [
    {
      id: 'design-1',
      kind: 'chatbot',
      name: 'mesai-disi',
      title: 'Mesai dışı botu',
      isOn: true,
      publishedVersion: 3,
      latestVersion: 4,
      url: 'http://127.0.0.1:8080/chat/mesai-disi',
    },
  ],
  forms: [
    {
      id: 'design-2',
      kind: 'form',
      name: 'iletisim',
      title: 'İletişim formu',
      isOn: true,
      publishedVersion: 1,
      latestVersion: 1,
      url: null,
    },
  ],
  calendars: [
    {
      id: 'calendar-1',
      name: 'Ofis',
      timeZone: 'Europe/Istanbul',
      isOpenNow: true,
      hours: ['Mon-Fri 09:00-18:00, Sat-Sun closed', '3 holidays'],
    },
  ],
  attributes: [{ id: 'attribute-1', name: 'Plan', type: 'choice', choices: ['gold', 'silver'] }],
};

type Work = <Result>(result: () => Result) => Promise<Result>;

export function sampleDesignsData(
  settings: () => RequestSettings,
  { files, kept }: SampleFiles,
  work: Work,
): DesignsData {
  const keyOf = ({ kind, name }: SettingsFile) => `${kind}/${name ?? ''}`;
  const change = (design: DesignView, changed: DesignView[]) =>
    void (settings()[design.kind === 'chatbot' ? 'chatbots' : 'forms'] = changed);
  const designsOf = ({ kind }: DesignView) => settings()[kind === 'chatbot' ? 'chatbots' : 'forms'];
  const replace = (design: DesignView, by: Partial<DesignView>) =>
    change(
      design,
      designsOf(design).map((one) => (one.id === design.id ? { ...one, ...by } : one)),
    );
  return {
    readDesign: ({ latestVersion }) =>
      work(() => ({
        lines: ['karşılama', '├─ say Merhaba', '└─ hours Ofis', '   └─ outside → create-ticket "Mesai dışı"'],
        versions: Array.from({ length: latestVersion }, (_, index) => ({
          version: latestVersion - index,
          savedAt: '2026-11-20T09:00:00Z',
          savedBy: 'Ayşe Yılmaz',
          publishedAt: index === 0 && latestVersion > 1 ? null : '2026-11-21T09:00:00Z',
        })),
      })),
    readFile: (file) => work(() => files.get(keyOf(file)) ?? `name: ${file.name ?? 'new'}\n`),
    saveFile: (file, text) =>
      work(() => {
        if (text.includes('sya')) throw new DeskError('DESIGN_INVALID', 'the file has a mistake\n  line 2:1: no sya');
        files.set(keyOf(file), text);
        return `${file.name ?? 'new'} saved as draft v5; p publishes it`;
      }),
    keepFile: (file, text) =>
      work(() => {
        kept.set(keyOf(file), text);
        return '/home/desk/unsaved/file.yaml';
      }),
    publishDesign: (design, version) => work(() => replace(design, { publishedVersion: version })),
    switchDesign: (design, isOn) => work(() => replace(design, { isOn })),
    removeDesign: (design) =>
      work(() =>
        change(
          design,
          designsOf(design).filter(({ id }) => id !== design.id),
        ),
      ),
    removeCalendar: () => Promise.reject(new DeskError('REFUSED', 'Ofis is asked by chatbot mesai-disi')),
    saveAttribute: ({ id, ...attribute }) =>
      work(() => void settings().attributes.push({ ...attribute, id: id ?? `attribute-${attribute.name}` })),
    removeAttribute: (id) =>
      work(() => void (settings().attributes = settings().attributes.filter((one) => one.id !== id))),
  };
}
