/**
 * Builds everything that ships, into dist/:
 *   node esbuild.config.mjs [--watch] [--production]
 * The bundles and the rules they keep are in scripts/lib/bundles.mjs.
 */
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import esbuild from 'esbuild';
import { bundles } from './scripts/lib/bundles.mjs';
import { run } from './scripts/lib/processes.mjs';

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
  // Maps of a development build would otherwise stay beside production bundles.
  if (values.production) await rm('dist/webview', { recursive: true, force: true });
  for (const bundle of bundles({ production: values.production ?? false })) {
    await esbuild.build(bundle);
  }
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
    shell: process.platform === 'win32',
  });
  if (code !== 0) throw new Error(`Building the bundled model: expected exit code 0, got ${code}`);
}
