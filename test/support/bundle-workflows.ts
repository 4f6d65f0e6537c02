import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** In a process of its own: the SDK's bundler does not run inside jest's module registry. */
const BUNDLE = `
  import { writeFileSync } from 'node:fs';
  import { bundleWorkflowCode } from '@temporalio/worker';
  const quiet = { trace() {}, debug() {}, info() {}, log() {}, warn() {}, error() {} };
  const { code } = await bundleWorkflowCode({ workflowsPath: process.argv[1], logger: quiet });
  writeFileSync(process.argv[2], code);
`;

/**
 * Bundles a copy of today's workflows, with ticket.ts changed, in a folder of the caller's.
 * @returns the path of the bundle
 */
export async function bundleWorkflows(
  folder: string,
  changeTicket: (source: string) => string = (source) => source,
): Promise<string> {
  for (const part of ['workflows', 'domain']) cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const ticket = join(folder, 'workflows', 'ticket.ts');
  writeFileSync(ticket, changeTicket(readFileSync(ticket, 'utf8')));
  const bundle = join(folder, 'workflows.bundle.cjs');
  const index = join(folder, 'workflows', 'index.ts');
  await run(process.execPath, ['--input-type=module', '--eval', BUNDLE, index, bundle], { cwd: root });
  return bundle;
}
