import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { askOrThrow } from '../../client/ask.ts';
import { saveChatbotText, saveFormText } from '../../client/save-design.ts';
import { saveCalendar } from '../../database/calendars.ts';
import { saveDraft } from '../../database/drafts.ts';
import { saveRule } from '../../database/redirection-rules.ts';
import { theDesk } from '../../domain/actor.ts';
import { browserIsThere, startBrowser, type PhoneBrowser } from '../support/browser.ts';
import { startIntake, type IntakeInTest } from '../support/intake-in-test.ts';
import { eventually, startStoryDesk, type StoryDesk } from '../support/story-desk.ts';

const inBrowser = browserIsThere ? test : test.skip;

let story: StoryDesk;
let intake: IntakeInTest;
let browser: PhoneBrowser;

const now = () => new Date().toISOString();
const sample = (name: string) => readFileSync(new URL(`../../embedded/samples/${name}`, import.meta.url), 'utf8');

beforeAll(async () => {
  if (!browserIsThere) return;
  story = await startStoryDesk();
  const { database } = story;
  const closed: [] = [];
  await saveCalendar(database, {
    calendar: {
      name: 'Office',
      timeZone: 'Europe/Istanbul',
      week: Array.from({ length: 7 }, () => closed),
      holidays: [],
    },
    actor: theDesk,
    now: now(),
  });
  await saveChatbotText(database, { text: sample('after-hours.yaml'), isPublished: true, actor: theDesk, now: now() });
  await saveFormText(database, { text: sample('contact.yaml'), isPublished: true, actor: theDesk, now: now() });
  for (const tag of ['After Hours Ticket', 'Contact form']) {
    const address = `${tag.toLowerCase().replaceAll(' ', '.')}@lead.test`;
    await saveRule(database, {
      ruleId: null,
      tags: [tag],
      recipients: [{ kind: 'address', address }],
      actor: theDesk,
      now: now(),
    });
  }
  await story.startWorker();
  intake = await startIntake(story);
  browser = await startBrowser();
}, 90_000);

afterAll(async () => {
  await browser?.close();
  await intake?.stop();
  await story?.close();
}, 60_000);

/** The whole page fits a phone: nothing has to be scrolled sideways. */
async function fitsThePhone(page: Page): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
}

async function ticketNumbered(number: number) {
  const row = await story.database('tickets').where({ number }).first<{
    id: string;
    subject: string;
    channel: string;
    tags: string[];
    draft_reason: string | null;
    message_count: number;
  }>();
  if (!row) throw new Error(`no ticket ${number}`);
  return row;
}

async function redirectedTo(user: string, subject: RegExp): Promise<void> {
  await eventually(async () => {
    const mails = await story.mail.mails(user);
    if (!mails.some((mail) => subject.test(mail.raw))) throw new Error(`nothing of ${subject} at ${user}`);
  });
}

inBrowser(
  'a visitor after hours gets a ticket number by keyboard on a phone, and its mail goes where its tag says',
  async () => {
    const page = await browser.open(`${intake.url}/chat/after-hours`);
    const log = page.getByRole('log');
    const answer = async (question: string, words: string) => {
      await log.getByText(question).waitFor();
      await page.getByRole('textbox').focus();
      await page.keyboard.type(words);
      await page.keyboard.press('Enter');
    };
    await answer('What is it about?', 'My parcel arrived broken <script>alert(1)</script>');
    await answer('What is your name?', 'Zoë Karlsson');
    await answer('Which e-mail address may we answer to?', 'zoe at customer');
    await answer('That is no e-mail address', 'zoe@customer.test');
    await answer('And a phone number', '+90 532 111 22 33');
    await log.getByText('We Received Your Request').waitFor();
    await fitsThePhone(page);
    const said = (await log.getByText('We Received Your Request').last().textContent()) ?? '';
    const number = Number(/\d{4,}/.exec(said)?.[0]);
    const ticket = await ticketNumbered(number);
    expect(ticket).toMatchObject({
      subject: 'After Hours Ticket',
      channel: 'chatbot',
      tags: ['After Hours Ticket'],
      draft_reason: null,
    });
    await redirectedTo('after.hours.ticket@lead.test', /parcel arrived broken/);
    expect(await page.getByText('<script>alert(1)</script>').count()).toBeGreaterThan(0);
    expect(browser.errors).toEqual([]);
  },
  60_000,
);

inBrowser(
  'the form is filled in by keyboard with a file, and the status page shows the answer typed in the terminal',
  async () => {
    const page = await browser.open(`${intake.url}/forms/contact`);
    await fitsThePhone(page);
    await page.getByLabel('Your name').focus();
    await page.keyboard.type('Ayşe Yılmaz');
    const typeInto = async (label: string | RegExp, words: string) => {
      await page.getByLabel(label).focus();
      await page.keyboard.type(words);
    };
    await typeInto(/E-mail address/, 'ayse@customer.test');
    await page.getByRole('radio', { name: 'A return' }).focus();
    await page.keyboard.press('Space');
    await typeInto(/Subject/, 'The wrong size came');
    await typeInto(/Your request/, 'I ordered 40 and got 44.');
    await page
      .getByLabel(/Files/)
      .setInputFiles({ name: '../../etc/shoe.txt', mimeType: 'text/plain', buffer: Buffer.from('a photo in words') });
    // Robots are faster than people: a post within two seconds of the page is refused.
    await page.waitForTimeout(2100);
    await page.getByRole('button', { name: /Send/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Thank you. We received your request').waitFor();
    await fitsThePhone(page);
    const number = Number(/number is (\d+)/.exec((await page.textContent('body')) ?? '')?.[1]);
    const ticket = await ticketNumbered(number);
    expect(ticket).toMatchObject({ subject: 'The wrong size came', channel: 'web-form', draft_reason: null });
    const files = await story
      .database('attachments')
      .join('messages', 'messages.id', 'attachments.message_id')
      .where('messages.ticket_id', ticket.id)
      .select<{ name: string; size: string }[]>('attachments.name', 'attachments.size');
    expect(files).toHaveLength(1);
    expect(files[0]!.name).not.toContain('/');
    await redirectedTo('contact.form@lead.test', /I ordered 40 and got 44/);

    await page.reload();
    expect(await story.database('tickets').where({ channel: 'web-form' })).toHaveLength(1);
    await page.getByRole('link').press('Enter');
    await page.getByText('I ordered 40 and got 44.').waitFor();
    const draftId = await saveDraft(story.database, {
      ticketId: ticket.id,
      kind: 'reply',
      representativeId: null,
      text: 'A 40 leaves us today.',
      now: now(),
    });
    await askOrThrow(story.desk, {
      ticketId: ticket.id,
      command: { name: 'reply', draftId, seen: 1 },
      actor: theDesk,
      patienceMilliseconds: 10_000,
    });
    await page.reload();
    await page.getByText('A 40 leaves us today.').waitFor();
    await fitsThePhone(page);
    await page.getByRole('textbox').fill('Thank you, I wait for it.');
    await page.getByRole('button', { name: /Send/ }).press('Enter');
    await page.getByText('Thank you, I wait for it.').waitFor();
    expect((await ticketNumbered(number)).message_count).toBe(3);
    expect(browser.errors).toEqual([]);
  },
  60_000,
);

inBrowser(
  'a chat goes on at its question after the intake and the worker were gone',
  async () => {
    const page = await browser.open(`${intake.url}/chat/after-hours`);
    const log = page.getByRole('log');
    await log.getByText('What is it about?').waitFor();
    const { port } = new URL(intake.url);
    await intake.stop();
    await page.getByRole('textbox').fill('Nobody hears me');
    await page.keyboard.press('Enter');
    await page.getByText('Not sent.').waitFor();
    intake = await startIntake(story, Number(port));
    const retry = page.getByRole('button', { name: 'Try again' });
    await eventually(async () => {
      if (await retry.isVisible()) await retry.click();
      if (!(await log.getByText('What is your name?').isVisible())) throw new Error('not asked on');
    });
    expect(await log.getByText('Nobody hears me').count()).toBe(1);
    browser.errors.length = 0;
  },
  60_000,
);
