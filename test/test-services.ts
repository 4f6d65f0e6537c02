/** What test/run.mjs started or found, once, for all tests; a test file run without it has none of it. */
export const testServices = {
  databaseUrl: process.env['TEST_DATABASE_URL'] ?? '',
  temporalAddress: process.env['TEST_TEMPORAL_ADDRESS'] ?? '',
  temporalCli: process.env['TEST_TEMPORAL_CLI'] ?? 'temporal',
  /** Where the programs of this machine are found. */
  path: process.env['PATH'] ?? '',
};
