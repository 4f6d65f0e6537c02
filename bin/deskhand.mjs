#!/usr/bin/env node
// Re-executes itself under the Node 24 that npm installed beside us: Ink needs >= 22, the system may have 20.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const pinnedNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const main = join(root, 'dist', 'deskhand.js');

if (!existsSync(main)) {
  console.error('NOT_BUILT: dist/deskhand.js is missing. Run `npm run build` in ' + root);
  process.exit(1);
}
// The real paths: through a link to another checkout's packages the two would never be equal, and each start another.
if (existsSync(pinnedNode) && realpathSync(process.execPath) !== realpathSync(pinnedNode)) {
  // The terminal delivers Ctrl+C to the whole group: the child decides what it means, we only wait for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
  const child = spawn(pinnedNode, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
} else {
  // Compiled code is kept between runs: a typed command is answered sooner. Where it cannot be written, nothing is lost.
  module.enableCompileCache?.(join(root, 'node_modules', '.cache', 'deskhand'));
  await import(main);
}
