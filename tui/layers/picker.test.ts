import { newEditor, insertText } from '../input/text-editor.ts';
import { picker, pickerItems } from './picker.ts';

const statuses = ['New', 'Open', 'Pending', 'Solved', 'İptal'].map((label) => ({ id: label, label, hint: '' }));

function found(typed: string): string[] {
  const layer = picker({ title: 'Status', items: statuses, onDone: () => {} });
  return pickerItems({ ...layer, query: insertText(newEditor(), typed) }).map(({ label }) => label);
}

test('what begins with the typed letters comes before what only holds them', () => {
  expect(found('pen')).toEqual(['Pending', 'Open']);
  expect(found('ipt')).toEqual(['İptal']);
  expect(found('')).toEqual(['New', 'Open', 'Pending', 'Solved', 'İptal']);
  expect(found('nothing')).toEqual([]);
});

test('what was typed and chosen stands in the list, to be taken back', () => {
  const typed = { id: 'b2b', label: 'b2b', hint: '' };
  const layer = picker({ title: 'Tags', items: statuses, chosen: [typed], onDone: () => {} });
  expect(pickerItems(layer).at(-1)).toEqual(typed);
});
