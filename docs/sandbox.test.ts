import { existsSync, readFileSync } from 'node:fs';
import { noFacebookFaults } from '../sandbox/facebook/faults.ts';
import { noFaults as noFormsFaults } from '../sandbox/forms/faults.ts';
import { noFaults as noInstagramFaults } from '../sandbox/instagram/faults.ts';
import { noFaults as noTrendyolFaults } from '../sandbox/trendyol/faults.ts';

interface Row {
  behaviour: string;
  section: string;
  switched: string;
  sandboxTests: string;
  storyTests: string;
}

const page = read('docs/sandbox.md');
const sections = new Set(Array.from(read('docs/platforms.md').matchAll(/^## (§\d)/gm), ([, section]) => section));
const rows = tableRows();

test('every behaviour of a stand-in has its section, its switch, a test of its own and a story', () => {
  expect(rows.length).toBeGreaterThan(80);
  const wrong = rows.filter(
    ({ behaviour, section, switched }) =>
      behaviour === '' || !sections.has(section) || !/^always$|^`[^`]+`/.test(switched),
  );
  expect(wrong).toEqual([]);
  const named = rows.flatMap(({ sandboxTests }) => testsOf(sandboxTests));
  expect(named.filter(({ file }) => !file.startsWith('sandbox/'))).toEqual([]);
  const stories = rows.flatMap(({ storyTests }) => testsOf(storyTests));
  expect(stories.filter(({ file }) => !file.startsWith('test/stories/platforms/'))).toEqual([]);
});

test('every test that the page names stands in its file under that very title', () => {
  const named = rows.flatMap(({ sandboxTests, storyTests }) => [...testsOf(sandboxTests), ...testsOf(storyTests)]);
  expect(named.filter(({ file, title }) => !titlesOf(file).has(title))).toEqual([]);
});

test('every switch of a stand-in stands in the page', () => {
  const switches = [noInstagramFaults, noFacebookFaults, noTrendyolFaults, noFormsFaults].flatMap((faults) =>
    Object.keys(faults),
  );
  const told = rows.map(({ switched }) => switched).join(' ');
  expect([...new Set(switches)].filter((name) => !told.includes(`\`${name}\``))).toEqual([]);
});

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}

/** The rows of the tables under "What is tested where". */
function tableRows(): Row[] {
  const [, tables = ''] = page.split('# What is tested where');
  return tables
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (?:Behaviour|---)/.test(line))
    .map((line) => {
      const [, behaviour = '', section = '', switched = '', sandboxTests = '', storyTests = ''] = line
        .split('|')
        .map((cell) => cell.trim());
      return { behaviour, section, switched, sandboxTests, storyTests };
    });
}

/** A cell is `file` and title, one or more of them; an empty or other cell gives one that stands nowhere. */
function testsOf(cell: string): { file: string; title: string }[] {
  return cell.split('<br>').map((part) => {
    const [, file = cell, title = ''] = /^`([^`]+)` (.+)$/.exec(part) ?? [];
    return { file, title };
  });
}

const known = new Map<string, Set<string>>();

/** Titles of plain tests and of templates. */
function titlesOf(file: string): Set<string> {
  const titles = known.get(file) ?? (existsSync(new URL(`../${file}`, import.meta.url)) ? readTitles(file) : new Set());
  known.set(file, titles);
  return titles;
}

function readTitles(file: string): Set<string> {
  const calls = read(file).matchAll(
    /(?:\b(?:test|it|describe)|\))\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")/g,
  );
  return new Set(Array.from(calls, ([, single, double]) => single ?? double ?? ''));
}
