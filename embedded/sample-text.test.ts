import { readCalendar } from '../domain/calendar/read-calendar.ts';
import { readChatbot } from '../domain/chatbot/read-chatbot.ts';
import { readForm } from '../domain/form/read-form.ts';
import { sampleText } from './sample-text.ts';

const desk = { calendars: ['Office'], teams: [], attributes: [] };

test.each(['after-hours', 'mesai-disi'] as const)(
  'the sample chatbot %s has no mistake and nothing to warn of',
  async (name) => {
    const { chatbot, problems } = readChatbot(await sampleText(name), desk);
    expect(problems).toEqual([]);
    expect(chatbot?.name).toBe(name);
  },
);

test('outside working hours the sample chatbot makes the promised ticket and answers; inside them it hands over', async () => {
  const { chatbot } = readChatbot(await sampleText('after-hours'), desk);
  const closed = chatbot?.flows['closed'] ?? [];
  const ticket = closed.findIndex(({ kind }) => kind === 'create-ticket');
  expect(closed[ticket]).toMatchObject({
    subject: 'After Hours Ticket',
    tag: 'After Hours Ticket',
    email: '{{email}}',
  });
  expect(closed[ticket + 1]).toMatchObject({ kind: 'say', text: expect.stringContaining('We Received Your Request') });
  expect(chatbot?.flows['open']?.at(-1)).toMatchObject({ kind: 'hand-over' });
});

test('the sample form has no mistake in either language, and the sample calendar none', async () => {
  const { form, problems } = readForm(await sampleText('contact'));
  expect(problems).toEqual([]);
  expect(form?.languages).toEqual(['en', 'tr']);
  const { calendar, problems: wrong } = readCalendar(await sampleText('office'));
  expect(wrong).toEqual([]);
  expect(calendar).toMatchObject({ name: 'Office', timeZone: 'Europe/Istanbul' });
});
