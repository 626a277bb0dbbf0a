/**
 * Makes the VSIX of one platform: node scripts/package.mjs [--target linux-x64] [--out FOLDER]
 * Any target can be made on any machine: onnxruntime-node's npm package holds all of them.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { run } from './lib/processes.mjs';
import { stagePackage, targets } from './lib/stagePackage.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { target: { type: 'string' }, out: { type: 'string' } } });
const target = values.target ?? `${process.platform}-${process.arch}`;
if (!(target in targets)) {
  console.error(`Package: expected a target of ${Object.keys(targets).join(', ')}, got ${target}`);
  process.exit(2);
}

console.log(`1/3 Building for production ...`);
const build = [path.join(root, 'esbuild.config.mjs'), '--production'];
const code = await run(process.execPath, build, { cwd: root });
if (code !== 0) process.exit(code);

console.log(`2/3 Collecting what ships to ${target} ...`);
const { folder, version } = await stagePackage(root, target);

console.log('3/3 Writing the VSIX ...');
const out = path.resolve(values.out ?? root);
await mkdir(out, { recursive: true });
await createVSIX({
  cwd: folder,
  target,
  packagePath: path.join(out, `hitlight-${target}-${version}.vsix`),
  // onnxruntime-node is inside dist, complete: there is nothing to look up.
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
