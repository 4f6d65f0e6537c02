import { readFileSync } from 'node:fs';
import { tabs } from '../domain/tab.ts';
import { handlers } from './handlers.ts';
import { keysDocument } from './keys-document.ts';
import { bindings, bindingsOf, findBinding, screenPlaces, type Binding, type Place } from './keys.ts';
import { initialState } from './state.ts';

const rows: readonly Binding[] = bindings;
const places: Place[] = [...screenPlaces, 'composer', 'picker', 'form', 'confirm', 'prompt'];

test('the page about keys tells what the keys do', () => {
  expect(readFileSync(new URL('../docs/keys.md', import.meta.url), 'utf8')).toBe(keysDocument());
});

test.each(places)('no key means two things at once (%s)', (place) => {
  const keys = rows.filter((row) => row.places.includes(place)).flatMap((row) => [...row.keys]);
  expect(keys.length).toBe(new Set(keys).size);
});

test('every key of a screen does something', () => {
  const actions = rows
    .filter((row) => row.places.some((place) => (screenPlaces as readonly Place[]).includes(place)))
    .map(({ action }) => action);
  expect(Object.keys(handlers).toSorted()).toEqual([...new Set(actions)].toSorted());
});

test('the ten tabs have the digits in their order', () => {
  const labels = bindingsOf('everywhere')
    .filter(({ action }) => action.startsWith('tab-'))
    .map(({ keys, label }) => `${keys[0]} ${label}`);
  expect(labels).toEqual(tabs.map(({ title }, index) => `${(index + 1) % 10} ${title}`));
});

test('a key that does nothing now says why', () => {
  const state = initialState({ theme: { hasColour: false, isAscii: false }, timeZone: 'UTC', now: 0, me: null });
  expect(findBinding(state, 'r')?.disabledReason?.(state)).toBe('choose a ticket first');
});
