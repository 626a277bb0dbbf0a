import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Bundle test/vscode for the extension host, which loads CommonJS only.
 * @returns {Promise<string>} The module whose run() VS Code shall call.
 */
export async function buildExtensionTests() {
  const source = path.join(root, 'test/vscode');
  // Inside the repository, so that mocha is found in its node_modules.
  const outdir = path.join(root, '.cache/test-vscode');
  await rm(outdir, { recursive: true, force: true });
  const names = await readdir(source);
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: names
      .filter((name) => name === 'index.ts' || name.endsWith('.test.ts'))
      .map((name) => path.join(source, name)),
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    keepNames: true,
    logLevel: 'warning',
  });
  return path.join(outdir, 'index.js');
}
