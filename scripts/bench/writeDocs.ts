/** Puts measured tables between their markers in docs/performance.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import * as prettier from 'prettier';
import type { BenchReport } from './report.js';
import { pairsMarkdown, plansMarkdown, runLine, time, workMarkdown } from './table.js';

const FILE = 'docs/performance.md';

export async function writeBenchTables(report: BenchReport): Promise<void> {
  const { coldStartMs, plans = [], work = [] } = report;
  const cold = `First explanation from a cold engine: ${time(coldStartMs)}.`;
  await writeSections({
    pairs: `${runLine(report)}.\n\n${pairsMarkdown(report)}\n\n${cold}`,
    ...(plans.length > 0 ? { plans: plansMarkdown(plans) } : {}),
    ...(work.length > 0 ? { work: workMarkdown(work) } : {}),
  });
}

/** @param sections content by the name of its markers */
export async function writeSections(
  sections: Readonly<Record<string, string>>,
  file = FILE,
): Promise<void> {
  let document = readFileSync(file, 'utf8');
  for (const [name, content] of Object.entries(sections)) {
    document = withSection(document, name, content);
  }
  const options = await prettier.resolveConfig(file);
  writeFileSync(file, await prettier.format(document, { ...options, parser: 'markdown' }));
}

/** The document with new content between `<!-- name -->` and `<!-- /name -->`. Throws without them. */
export function withSection(document: string, name: string, content: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [document.indexOf(open), document.indexOf(close)];
  if (start < 0 || end < start) {
    throw new Error(`Document: expected ${open} and ${close} in this order, got others`);
  }
  return `${document.slice(0, start + open.length)}\n\n${content}\n\n${document.slice(end)}`;
}
