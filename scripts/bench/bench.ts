/**
 * `npm run bench`: how long explanations take and how exact they are, beside the published algorithm.
 *   --json   one line of JSON on stdout instead of the table; keys in report.ts
 *   --quick  two pairs, under a minute
 *   --docs   writes the tables into docs/performance.md as well
 * Needs a build.
 */
import { parseArgs } from 'node:util';
import { checkBuild } from './engineProcess.js';
import { runBench } from './runBench.js';
import { humanReport } from './table.js';
import { writeBenchTables } from './writeDocs.js';
import { servesJob } from './worker.js';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      docs: { type: 'boolean', default: false },
    },
  });
  checkBuild();
  const start = performance.now();
  const progress = (line: string) => {
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    process.stderr.write(`${seconds.padStart(5)} s  ${line}\n`);
  };
  const report = await runBench({ quick: values.quick, progress });
  if (report.staleBuild) progress('dist/ is older than src/: run npm run build, then again');
  if (values.docs) await writeBenchTables(report);
  process.stdout.write(`${values.json ? JSON.stringify(report) : humanReport(report)}\n`);
}

if (!servesJob()) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
