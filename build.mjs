#!/usr/bin/env node
// Builds dist/: the program as ES modules (esbuild), the terminal UI in one file, and the workflow bundle.
// Dependencies stay in node_modules but for what a fast start needs inside: the database client and zod in the program,
// Ink and React in the terminal UI. Loading them as files takes 150 ms, from the bundle 40.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = join(root, 'dist');
const pinnedNode = join(root, 'node_modules', 'node', 'bin', 'node');

if (Number(process.versions.node.split('.')[0]) < 24 && existsSync(pinnedNode)) {
  process.exit(spawnSync(pinnedNode, [fileURLToPath(import.meta.url)], { stdio: 'inherit' }).status ?? 1);
}

const common = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  absWorkingDir: root,
  outdir: dist,
  sourcemap: 'linked',
  logLevel: 'warning',
};

/** CommonJS packages inside an ES module still ask for Node's own modules by `require`. */
const requireForCommonJs = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
};

/** What the program carries inside, with all that these need. */
const inside = /^(knex|pg|zod|commander)(\/|$)/;
/** Drivers of other databases that knex would load if one asked for them. */
const otherDatabases =
  /^(better-sqlite3|libsql|mariadb|mysql2?|oracledb|pg-native|pg-query-stream|sqlite3|tedious|@libsql|@vscode)/;

/** Bare imports of our own files stay outside unless named above; those of what is inside follow it in. */
const dependenciesOutside = {
  name: 'dependencies-outside',
  setup(builder) {
    builder.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
      if (kind === 'entry-point') return undefined;
      if (otherDatabases.test(path)) return { path, external: true };
      return inside.test(path) || importer.includes('node_modules') ? undefined : { path, external: true };
    });
  },
};

/** Code splitting keeps a typed command from loading what only the worker needs. */
async function buildProgram() {
  for (const file of existsSync(dist) ? readdirSync(dist) : []) {
    if (/\.(js|map)$/.test(file) && !file.startsWith('workflows')) rmSync(join(dist, file));
  }
  await build({
    ...common,
    entryPoints: {
      deskhand: 'cli/main.ts',
      migrations: 'database/migration-source.ts',
      'mail-parser-thread': 'channels/email/mail-parser-thread.ts',
    },
    splitting: true,
    external: ['./tui.js'],
    plugins: [tuiIsItsOwnFile, dependenciesOutside],
    banner: requireForCommonJs,
  });
  await build({
    ...common,
    entryPoints: { tui: 'tui/main.tsx' },
    minify: true,
    external: ['knex', 'pg', '@temporalio/*', 'pino', 'protobufjs'],
    alias: { 'react-devtools-core': join(root, 'tui', 'no-devtools.ts') },
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    banner: requireForCommonJs,
    jsx: 'automatic',
  });
}

/** `import('../tui/main.tsx')` in a command becomes `import('./tui.js')`: one file of its own. */
const tuiIsItsOwnFile = {
  name: 'tui-is-its-own-file',
  setup(builder) {
    builder.onResolve({ filter: /tui\/main\.tsx$/ }, () => ({ path: './tui.js', external: true }));
  },
};

/** Bundling workflows takes seconds, so it is done again only when their sources or the SDK changed. */
async function buildWorkflows() {
  const stamp = sourceHash(['workflows', 'domain'], ['package-lock.json']);
  const stampFile = join(dist, 'workflows.hash');
  const bundleFile = join(dist, 'workflows.bundle.cjs');
  if (existsSync(bundleFile) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'workflows', 'index.ts'),
    logger: { trace() {}, debug() {}, info() {}, log() {}, warn: console.warn, error: console.error },
  });
  writeFileSync(bundleFile, code);
  writeFileSync(stampFile, stamp);
}

function sourceHash(folders, files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(root, file)));
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { recursive: true }).sort()) {
      if (entry.endsWith('.ts') && !entry.endsWith('.test.ts'))
        hash.update(entry).update(readFileSync(join(root, folder, entry)));
    }
  }
  return hash.digest('hex');
}

/** What browsers get stands in files of its own: they lie beside the program as they lie beside its sources. */
function copyPages() {
  rmSync(join(dist, 'page'), { recursive: true, force: true });
  cpSync(join(root, 'intake', 'chat', 'page'), join(dist, 'page'), { recursive: true });
}

/** The sample designs are files that people may read and apply by hand too. */
function copySamples() {
  rmSync(join(dist, 'samples'), { recursive: true, force: true });
  cpSync(join(root, 'embedded', 'samples'), join(dist, 'samples'), { recursive: true });
}

mkdirSync(dist, { recursive: true });
copyPages();
copySamples();
await buildWorkflows();
await buildProgram();
