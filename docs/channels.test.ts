import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { platformChannels } from '../channels/table.ts';
import { forbiddenWordCommand } from '../cli/forbidden-word.ts';
import { inboundCommand } from '../cli/inbound.ts';
import { sourceCommand } from '../cli/source.ts';
import { supsisFormCommand } from '../cli/supsis-form.ts';
import { ticketCommand } from '../cli/ticket.ts';
import { errorTable } from '../domain/errors.ts';

const guide = readFileSync(new URL('channels.md', import.meta.url), 'utf8');
const nouns = [sourceCommand(), supsisFormCommand(), ticketCommand(), forbiddenWordCommand(), inboundCommand()];
const examples = Array.from(
  guide.replaceAll('\\\n', ' ').matchAll(/npx deskhand ([^#\n]+)/g),
  ([, words = '']) => words,
);

test('every command of the guide is one that there is, with flags that it takes', () => {
  expect(examples.length).toBeGreaterThan(15);
  const wrong = examples.filter((words) => {
    const verb = verbOf(words);
    const flags = Array.from(words.matchAll(/ (--[a-z-]+)/g), ([, flag = '']) => flag);
    return !verb || flags.some((flag) => !verb.options.some(({ long }) => long === flag));
  });
  expect(wrong).toEqual([]);
});

function verbOf(words: string): Command | undefined {
  const [noun, verb] = words.split(' ');
  return nouns.find((one) => one.name() === noun)?.commands.find((one) => one.name() === verb);
}

test('the guide names every setting of each channel, and its examples only such', () => {
  for (const { channel, fields } of platformChannels) {
    const unnamed = fields.map(({ name }) => name).filter((name) => !new RegExp(`\\b${name}\\b`).test(guide));
    expect({ channel, unnamed }).toEqual({ channel, unnamed: [] });
  }
  for (const words of examples.filter((one) => one.startsWith('source add --channel'))) {
    const fields = platformChannels.find(({ channel }) => words.includes(`--channel ${channel} `))?.fields ?? [];
    const named = Array.from(words.matchAll(/--(?:set|secret-stdin|secret-env) (\w+)/g), ([, name = '']) => name);
    expect(named.filter((name) => !fields.some((field) => field.name === name))).toEqual([]);
    const required = fields.filter(({ isRequired, standard }) => isRequired && standard === undefined);
    expect(required.filter(({ name }) => !named.includes(name))).toEqual([]);
  }
});

test('every trouble of a platform stands in the guide under its code', () => {
  const codes = Array.from(guide.matchAll(/`(PLATFORM_[A-Z_]+)`/g), ([, code = '']) => code);
  expect(codes.filter((code) => !(code in errorTable))).toEqual([]);
  const stopping = ['LOGIN_REJECTED', 'PERMISSION_MISSING', 'ROLE_LOST', 'BLOCKED', 'RATE_LIMITED', 'UNREACHABLE'];
  expect(stopping.filter((name) => !codes.includes(`PLATFORM_${name}`))).toEqual([]);
});
