import { ACKNOWLEDGEMENT_TEMPLATES, checkAcknowledgementTemplate, composeAcknowledgement } from './acknowledgement.ts';
import type { AcknowledgementTemplate } from './acknowledgement.ts';
import { renderTemplate } from './templates.ts';

const ATTACK = 'Win at https://evil.example/x now, or evil.example, mail me@evil.example';
const acknowledge = (template: AcknowledgementTemplate, ticket = { number: 42, subject: ATTACK }) =>
  composeAcknowledgement({
    template,
    ticket,
    contact: { name: ATTACK, address: 'victim@example.net' },
    sourceName: 'support@',
    deskName: 'Örnek Destek',
    sender: { fromAddress: 'support@example.com', fromName: 'Örnek Destek', signature: '' },
    thread: { inReplyTo: '<q1@example.net>', references: [] },
    identity: { messageId: '<t42.a@example.com>', sentAt: 0 },
  });

test.each([
  ['en', 'We Received Your Request [#42]'],
  ['tr', 'Talebinizi Aldık [#42]'],
] as const)('says in %s that the request arrived, with its number', (language, subject) => {
  const mail = acknowledge(ACKNOWLEDGEMENT_TEMPLATES[language]);
  expect(mail.subject).toBe(subject);
  expect(mail.text).toContain('#42');
  expect(mail.text).toContain('Örnek Destek');
});

test('our own templates repeat nothing that the sender wrote, so nobody can use us to write to a victim', () => {
  for (const template of Object.values(ACKNOWLEDGEMENT_TEMPLATES))
    expect(JSON.stringify(acknowledge(template))).not.toMatch(/evil|Win/);
});

test('a template of the desk owner may name the subject, as one short line without links', () => {
  const mail = acknowledge({ subject: 'Aldık: {{ticket.subject}}', body: '{{contact.name}} / {{ ticket.subject }}' });
  expect(JSON.stringify(mail)).not.toMatch(/evil\.example|https/);
  expect(mail.subject).toContain('Win at …');
});

test('other machines see that a machine wrote it, and its bounces go nowhere', () => {
  const mail = acknowledge(ACKNOWLEDGEMENT_TEMPLATES.en);
  expect(mail.headers).toEqual({ 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' });
  expect(mail.envelope).toEqual({ from: '', to: ['victim@example.net'] });
  expect(mail.inReplyTo).toBe('<q1@example.net>');
});

test('a template with an unknown variable is refused when it is saved, naming it and what is allowed', () => {
  const check = () => checkAcknowledgementTemplate({ subject: 'x', body: '{{ticket.nunber}} {{ticket.number}} {{}}' });
  expect(check).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  expect(check).toThrow(/\{\{ticket\.nunber\}\}, \{\{\}\}; allowed are \{\{ticket\.number\}\}/);
  for (const template of Object.values(ACKNOWLEDGEMENT_TEMPLATES)) checkAcknowledgementTemplate(template);
});

test('a value that looks like a variable is not filled in again', () => {
  expect(renderTemplate('{{a}} {{b}} {{constructor}}', { a: '{{b}}', b: '$&' })).toBe('{{b}} $& {{constructor}}');
});
