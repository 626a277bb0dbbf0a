/**
 * Builds everything that ships, into dist/:
 *   node esbuild.config.mjs [--watch] [--production]
 * The bundles and the rules they keep are in scripts/lib/bundles.mjs.
 */
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import esbuild from 'esbuild';
import { bundles } from './scripts/lib/bundles.mjs';
import { run } from './scripts/lib/processes.mjs';
import { thirdPartyNotices } from './scripts/lib/thirdPartyNotices.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));

const { values } = parseArgs({
  options: { watch: { type: 'boolean' }, production: { type: 'boolean' } },
});

try {
  if (values.watch) await watch();
  else await build();
} catch (error) {
  // esbuild has printed its own errors, with the place of each, by now.
  if (!(error instanceof Error && 'errors' in error)) console.error(error);
  process.exitCode = 1;
}

async function build() {
  // What an earlier build left would otherwise ship; the model stays, as making it takes long.
  await rm(path.join(root, 'dist/webview'), { recursive: true, force: true });
  const inputs = [];
  for (const bundle of bundles({ production: values.production ?? false })) {
    const { metafile } = await esbuild.build(bundle);
    inputs.push(...Object.keys(metafile?.inputs ?? {}));
  }
  await writeFile(path.join(root, 'dist/THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(root, inputs));
  await buildModel();
}

async function watch() {
  await buildModel();
  const contexts = await Promise.all(
    bundles({ production: false }).map((bundle) => esbuild.context(bundle)),
  );
  await Promise.all(contexts.map((context) => context.watch()));
  console.log('Watching for changes; Ctrl-C ends.');
}

async function buildModel() {
  const code = await run('npm', ['run', '--silent', 'build:model'], {
    cwd: root,
    shell: process.platform === 'win32',
  });
  if (code !== 0) throw new Error(`Building the bundled model: expected exit code 0, got ${code}`);
}
