/** Runs a TypeScript script: `node scripts/run.mjs scripts/build-model.ts [arguments]`. */
import { mkdirSync, renameSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [script, ...args] = process.argv.slice(2);
if (script === undefined) {
  console.error('usage: node scripts/run.mjs <script.ts> [arguments]');
  process.exit(2);
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, '.cache', 'scripts');
const bundle = join(folder, `${basename(script, '.ts')}.mjs`);
const own = `${bundle}.${process.pid}.tmp`;
mkdirSync(folder, { recursive: true });
await build({
  entryPoints: [resolve(script)],
  outfile: own,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Packages with native parts cannot be bundled; the cache folder resolves them as the root does.
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
});
// Renamed into place, so that two runs at once never see half a file.
renameSync(own, bundle);

process.chdir(root);
process.argv = [process.execPath, bundle, ...args];
await import(pathToFileURL(bundle).href);
