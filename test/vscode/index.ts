import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/**
 * Called by VS Code in its extension host: runs every *.test.js beside this file. What happens goes,
 * one JSON object a line, to the file that HITLIGHT_TEST_REPORT names: the extension host has no
 * other sure way out, as its exit code and its console belong to VS Code.
 */
export async function run(): Promise<void> {
  const report = process.env.HITLIGHT_TEST_REPORT;
  if (!report) throw new Error('Tests: expected HITLIGHT_TEST_REPORT in the environment');
  const write = (event: object): void => {
    appendFileSync(report, `${JSON.stringify(event)}\n`);
  };
  try {
    write({ kind: 'ended', failures: await runAll(write) });
  } catch (error) {
    write({ kind: 'crashed', message: describeError(error) });
  }
}

function runAll(write: (event: object) => void): Promise<number> {
  const pattern = process.env.HITLIGHT_TEST_GREP;
  const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, ...(pattern ? { grep: pattern } : {}) });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.test.js')) mocha.addFile(path.join(__dirname, name));
  }
  return new Promise((resolve) => {
    const runner = mocha.reporter(class Silent extends Mocha.reporters.Base {}).run(resolve);
    runner.on('pass', (test) => {
      write({ kind: 'passed', title: test.fullTitle(), ms: test.duration ?? 0 });
    });
    runner.on('pending', (test) => {
      write({ kind: 'skipped', title: test.fullTitle() });
    });
    runner.on('fail', (test, error: unknown) => {
      write({ kind: 'failed', title: test.fullTitle(), message: describeError(error) });
    });
  });
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
