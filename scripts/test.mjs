/**
 * Everything that must hold, cheapest first:
 *   npm test              all steps
 *   npm test -- STEP …    some of: types lint build unit webview host workbench
 * Ends with "N passed, N failed" over all suites; exit code 1 when anything failed or no test ran.
 */
import { runExtensionTests } from './lib/extensionTests.mjs';
import { run } from './lib/processes.mjs';
import { runVitest } from './lib/vitestRun.mjs';

const MINUTE = 60_000;

/**
 * @typedef {import('./lib/testReport.mjs').Counts} Counts
 * @typedef {object} Step
 * @property {string} name
 * @property {string} title
 * @property {() => Promise<Counts>} run
 * @property {boolean} [isCheck] It has no tests to count.
 * @property {boolean} [needsBuild]
 */

/** @type {Step[]} */
const steps = [
  { name: 'types', title: 'Types', isCheck: true, run: () => check('typecheck') },
  { name: 'lint', title: 'Lint and format', isCheck: true, run: () => check('lint') },
  { name: 'build', title: 'Build', isCheck: true, run: () => check('build') },
  {
    name: 'unit',
    title: 'Unit tests',
    run: () => runVitest('vitest.config.mts', 20 * MINUTE),
    needsBuild: true,
  },
  {
    name: 'webview',
    title: 'Webview tests (the panel in Chromium)',
    run: () => runVitest('test/webview/vitest.config.ts', 20 * MINUTE),
    needsBuild: true,
  },
  {
    name: 'host',
    title: "Extension-host tests (every command, in VS Code's own process)",
    run: () => runExtensionTests(),
    needsBuild: true,
  },
  {
    name: 'workbench',
    title: 'Workbench tests (VS Code driven as a person would)',
    run: () => runVitest('test/workbench/vitest.config.mts', 20 * MINUTE),
    needsBuild: true,
  },
];

process.exit(await runSteps(chooseSteps(process.argv.slice(2))));

/** @param {string[]} names @returns {Step[]} */
function chooseSteps(names) {
  const unknown = names.find((name) => !steps.some((step) => step.name === name));
  if (unknown === undefined) {
    return names.length === 0 ? steps : steps.filter(({ name }) => names.includes(name));
  }
  const known = steps.map(({ name }) => name).join(', ');
  console.error(`Test steps: expected some of ${known}, got "${unknown}"`);
  process.exit(2);
}

/** @param {Step[]} chosen @returns {Promise<number>} Exit code. */
async function runSteps(chosen) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const summary = [];
  let buildFailed = false;
  for (const [index, step] of chosen.entries()) {
    console.log(`\n=== ${index + 1}/${chosen.length} ${step.title} ===\n`);
    const started = Date.now();
    const counts = await outcome(step, buildFailed);
    buildFailed ||= step.name === 'build' && counts.failed > 0;
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    summary.push(
      `${step.title}: ${describe(counts)} (${Math.round((Date.now() - started) / 1000)} s)`,
    );
  }
  console.log(`\n=== Summary ===\n\n${summary.join('\n')}\n`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  const testsRan = total.passed > 0 || chosen.every(({ isCheck }) => isCheck);
  return total.failed === 0 && testsRan ? 0 : 1;
}

/** @param {Step} step @param {boolean} buildFailed @returns {Promise<Counts>} */
async function outcome(step, buildFailed) {
  if (step.needsBuild && buildFailed) {
    console.error('Not run: the build failed.');
    return { passed: 0, failed: 1, skipped: 0 };
  }
  try {
    return await step.run();
  } catch (error) {
    console.error(error);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/**
 * Run an npm script that has no tests: it counts only when it fails.
 * @param {string} script
 * @returns {Promise<Counts>}
 */
async function check(script) {
  const code = await run('npm', ['run', '--silent', script], {
    shell: process.platform === 'win32',
    timeoutMs: 15 * MINUTE,
  });
  return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** @param {Counts} counts */
function describe({ passed, failed, skipped }) {
  if (passed + failed === 0) return 'ok';
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
