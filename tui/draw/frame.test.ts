import fc from 'fast-check';
import { cellWidth } from '../../domain/cell-width.ts';
import { tabs } from '../../domain/tab.ts';
import { confirm } from '../layers/confirm.ts';
import { picker } from '../layers/picker.ts';
import { prompt } from '../layers/prompt.ts';
import { sampleContacts } from '../testing/sample-contacts.ts';
import { detailSections, initialState, settingsSections, type State } from '../state.ts';
import { directory, sampleDesk } from '../testing/sample-desk.ts';
import { paintLine } from '../theme.ts';
import { frame } from './frame.ts';
import { lineText } from './line.ts';

const hostileText = 'Öneml\u001b[2Ji \u001b]52;c;ZXZpbA==\u0007\u202eters\u200b 👨‍👩‍👧 漢字 \u009b31m';

function aState(of: Partial<State> = {}): State {
  const desk = sampleDesk({ tickets: 30 });
  const rows = desk.tickets.map((ticket, index) =>
    index === 2
      ? {
          ...ticket,
          subject: hostileText,
          tags: [hostileText],
          source: hostileText,
          contact: { ...ticket.contact!, name: hostileText },
          status: { ...ticket.status, name: hostileText },
          channel: 'chatbot' as const,
          designVersion: 123,
          draftReason: hostileText,
          conversation: { id: 'talk', phase: 'handed-over' as const, isVisitorThere: true },
        }
      : ticket,
  );
  const state = initialState({
    theme: { hasColour: true, isAscii: false },
    timeZone: 'Europe/Istanbul',
    now: Date.parse('2026-11-23T10:00:00Z'),
    me: { id: 'person-1', name: hostileText },
  });
  return {
    ...state,
    directory,
    settings: { ...state.settings, data: desk.settings },
    list: { ...state.list, rows, isLoaded: true, selectedId: rows[2]!.id },
    ...of,
  };
}

function withDetail(section: (typeof detailSections)[number]): Partial<State> {
  const [ticket] = sampleDesk().tickets;
  const message = {
    ...ticket!.messages[0]!,
    text: `${hostileText}\n${hostileText.repeat(20)}`,
    reply: null,
    automatic: hostileText,
  };
  return {
    detail: {
      ticketId: ticket!.id,
      ticket: {
        ...ticket!,
        subject: hostileText,
        messages: [message],
        channel: 'chatbot',
        source: hostileText,
        designVersion: 2,
        draftReason: hostileText,
        conversation: { id: 'talk', phase: 'active', isVisitorThere: false },
      },
      section,
      scroll: 0,
      cursor: 0,
      showsQuotes: false,
      error: null,
    },
  };
}

function withContacts(isOpened: boolean): Partial<State> {
  const [first, ...others] = sampleContacts();
  const { tickets } = sampleDesk({ tickets: 40 });
  const contact = {
    ...first!,
    name: hostileText,
    email: hostileText,
    identities: Array.from({ length: 12 }, () => ({ kind: hostileText, value: hostileText, isProven: false })),
    attributes: { [hostileText]: hostileText.repeat(9) },
    merges: [{ id: 'merged', name: hostileText, at: '2026-11-23T10:00:00Z' }],
    alike: [{ id: 'alike', name: hostileText, kind: 'email', value: hostileText }],
    tickets,
  };
  return {
    contacts: {
      search: hostileText,
      rows: [contact, ...others].map((row) => ({ ...row, ticketCount: 1001, isProven: false })),
      next: null,
      isLoaded: true,
      selectedId: contact.id,
      opened: isOpened ? { contactId: contact.id, contact, cursor: 30, error: null } : null,
      returnTo: null,
      error: null,
    },
  };
}

function withSettings(section: (typeof settingsSections)[number]): Partial<State> {
  const { settings } = sampleDesk();
  const [bot] = settings.chatbots;
  const hostile = { ...bot!, name: hostileText, title: hostileText, url: hostileText };
  const data = {
    ...settings,
    chatbots: [hostile],
    forms: [hostile],
    calendars: [{ ...settings.calendars[0]!, name: hostileText, timeZone: hostileText, hours: [hostileText] }],
    attributes: [{ id: 'a', name: hostileText, type: 'choice' as const, choices: [hostileText] }],
  };
  return { tabId: 'settings', settings: { section, isInside: true, cursor: 0, data, error: null } };
}

const layers = [
  confirm({ title: hostileText, text: [hostileText], yes: 'Delete', onYes: () => {} }),
  picker({ title: 'Status', items: [{ id: '1', label: hostileText, hint: hostileText }], onDone: () => {} }),
  prompt({ label: '/', hint: 'words', text: hostileText, onSubmit: () => null }),
];
const screens: Partial<State>[] = [
  {},
  ...tabs.map(({ id }) => ({ tabId: id })),
  ...detailSections.map(withDetail),
  ...settingsSections.map(withSettings),
  withContacts(false),
  withContacts(true),
  ...layers.map((layer) => ({ layers: [layer] })),
  { toast: { text: hostileText, kind: 'trouble', until: Infinity } },
  { troubles: [{ what: `source ${hostileText}`, words: hostileText, since: null }] },
];

test('no screen is ever wider or higher than the terminal, nor lets a control character through', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...screens),
      fc.integer({ min: 20, max: 220 }),
      fc.integer({ min: 5, max: 70 }),
      (screen, columns, rows) => {
        const lines = frame(aState({ ...screen, size: { columns, rows } })).map(lineText);
        expect(lines.length).toBeLessThanOrEqual(rows);
        for (const line of lines) {
          expect(cellWidth(line)).toBeLessThanOrEqual(columns);
          // oxlint-disable-next-line no-control-regex
          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u200b]/u);
        }
      },
    ),
    { numRuns: 400 },
  );
});

test('without colour nothing but bold, underlined and reversed is asked of the terminal', () => {
  for (const screen of screens) {
    const painted = frame(aState(screen)).map((line) => paintLine(line, { hasColour: false, isAscii: false }));
    // oxlint-disable-next-line no-control-regex
    for (const line of painted) expect(line.replaceAll(/\u001b\[(0|1|4|7)m/g, '')).not.toContain('\u001b');
  }
});

test('with --ascii our own signs are ASCII; names keep their letters', () => {
  const desk = sampleDesk();
  const rows = desk.tickets.map((ticket) => ({
    ...ticket,
    subject: 'plain '.repeat(30),
    source: 'x',
    contact: { ...ticket.contact!, name: 'x' },
    representative: null,
  }));
  const state = aState({ theme: { hasColour: false, isAscii: true }, me: null });
  const text = frame({ ...state, list: { ...state.list, rows, selectedId: rows[0]!.id } })
    .map(lineText)
    .join('');
  expect(text).toMatch(/^[\u0020-\u007e]*$/);
});

test('too small a terminal is told what is needed', () => {
  expect(
    frame(aState({ size: { columns: 50, rows: 12 } }))
      .map(lineText)
      .join(' '),
  ).toContain('Deskhand needs 60x15.');
});

test('every list names status, representative, channel and the rest from 80 columns on', () => {
  const [wide, narrow] = [160, 80].map((columns) =>
    frame(aState({ size: { columns, rows: 40 } }))
      .map(lineText)
      .join('\n'),
  );
  for (const title of [
    'Status',
    'Representative',
    'Channel',
    'No.',
    'Subject',
    'Contact',
    'Tags',
    'Priority',
    'Date',
    'Age',
  ])
    expect(wide).toContain(title);
  for (const said of ['Kargo nerede?', 'mail', 'Normal', 'Ayşe']) expect(narrow).toContain(said);
});
