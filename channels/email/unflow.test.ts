import { unflow } from './unflow.ts';

describe('format=flowed', () => {
  test('lines that end in a space go on', () => {
    expect(unflow('one \ntwo\nthree', false)).toBe('one two\nthree');
    expect(unflow('one \ntwo', true)).toBe('onetwo');
  });

  test('quotes join only at their own depth', () => {
    expect(unflow('> one \n> two\n>> deep \nmine', false)).toBe('> one two\n>> deep \nmine');
  });

  test('the signature delimiter stands alone', () => {
    expect(unflow('bye \n-- \nJane', false)).toBe('bye \n-- \nJane');
  });

  test('stuffed spaces are taken out', () => {
    expect(unflow(' From here\n > no quote', false)).toBe('From here\n> no quote');
  });
});
