import { checkVersion, versionedPath } from './graph-version.ts';

test('§0 versions from v21.0 to v26.0 are served and ended ones are refused (Graph API changelog)', () => {
  for (const version of ['21.0', '22.0', '23.0', '24.0', '25.0', '26.0'])
    expect(() => checkVersion(version)).not.toThrow();
  expect(() => checkVersion('20.0')).toThrow('has ended');
  expect(() => checkVersion('27.0')).toThrow('no version');
  expect(versionedPath('([0-9]+)/comments').test('/17800000000000001/comments')).toBe(false);
});
