import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { desktopVscode, runInDesktop } from './desktopVscode.mjs';
import { runInHosted } from './hostedTestRun.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Run test/vscode in the extension host of a real VS Code: a desktop one where it can be had, else
 * the npm-hosted one; HITLIGHT_VSCODE=desktop or =hosted decides otherwise.
 * @param {{ pattern?: string | undefined }} [options] Only tests whose full title matches.
 * @returns {Promise<import('./testReport.mjs').Counts>}
 */
export async function runExtensionTests({ pattern } = {}) {
  const tests = await bundleTests();
  const scratch = await mkdtemp(path.join(tmpdir(), 'hitlight-test-'));
  try {
    // Tests edit files: never the samples themselves.
    const workspace = path.join(scratch, 'samples');
    await cp(path.join(root, 'samples'), workspace, { recursive: true });
    const report = path.join(scratch, 'report.jsonl');
    const env = {
      HITLIGHT_TEST_REPORT: report,
      ...(pattern ? { HITLIGHT_TEST_GREP: pattern } : {}),
    };
    const testRun = { extension: root, tests, workspace, report, env };
    const desktop = await desktopVscode();
    return await (desktop ? runInDesktop(desktop, testRun) : runInHosted(testRun));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * The extension host loads CommonJS only.
 * @returns {Promise<string>} The module whose run() VS Code shall call.
 */
async function bundleTests() {
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
