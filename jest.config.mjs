/** Services (PostgreSQL, Temporal) are started once by test/run.mjs, which names them in the environment. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          target: 'es2023',
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'es6' },
      },
    ],
  },
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/.deskhand/'],
  modulePathIgnorePatterns: ['/dist/', '/.deskhand/'],
  testSequencer: './test/longest-first.mjs',
  testTimeout: 30_000,
  // Stories mostly wait: for polls, for wakes, for whoever is started again.
  maxWorkers: 3,
};
