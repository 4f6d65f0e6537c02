import { errorTable } from '../domain/errors.ts';
import { run } from './run.ts';

// `| head` reads no further: nothing is wrong, and nothing more is wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : errorTable.UNEXPECTED.exit);
});

const exit = await run(process.argv.slice(2));
// A command that stays, such as a worker, says by itself how it ends.
if (exit !== 0) process.exitCode = exit;
