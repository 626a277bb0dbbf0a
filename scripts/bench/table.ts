/** A report for people: as text of at most 120 columns, and as Markdown. */
import type { BenchReport, PairReport, PlanReport, WorkReport } from './report.js';

type Cell = string;

const HEAD = [
  'pair',
  'layer',
  'ours',
  'totals',
  'published',
  'ratio',
  'same graphs',
  'encodings',
  'error',
  'its error',
  'residual',
  'nodes',
  'peak MB',
];

/** Everything, for the terminal. */
export function humanReport(report: BenchReport): string {
  const { coldStartMs, pairs, plans = [], work = [] } = report;
  return [
    runLine(report),
    '',
    ...aligned([HEAD, ...pairs.map(pairRow)]),
    '',
    'ours, totals: median time of an explanation, and until each token’s total is there; sessions warm, texts new.',
    'published: right Riemann, 50 nodes, D products a text on the same engine; ~ extrapolated from 2 nodes.',
    'same graphs: the ratio where the published algorithm runs on our derivative graphs instead of plain ones.',
    'encodings: ours in plain encodings of the pair. error: largest entry difference to the converged matrix,',
    `which itself errs by no more than about ${error(Math.max(...pairs.map((pair) => pair.convergedError)))}.`,
    '',
    ...(pairs.some(isUnsteady) ? [UNSTEADY] : []),
    `first explanation from a cold engine: ${time(coldStartMs)}`,
    ...plans.map(planLine),
    ...work.flatMap(workLines),
  ]
    .flatMap(wrapped)
    .join('\n');
}

/** Which machine and which run. */
export function runLine(report: BenchReport): string {
  return [
    machineLine(report),
    ...(report.quick ? ['quick subset'] : []),
    ...(report.staleBuild ? ['BUILD OLDER THAN SOURCES'] : []),
  ].join(', ');
}

export function machineLine({
  machine,
  date,
  commit,
}: Pick<BenchReport, 'machine' | 'date' | 'commit'>): string {
  return [
    `${machine.cores} cores (${machine.platform}), ${machine.threads} threads`,
    `Node ${machine.node.replace('v', '')}`,
    `onnxruntime ${machine.onnxruntime}`,
    date.slice(0, 10),
    ...(commit ? [`commit ${commit}`] : []),
    `load at the start ${machine.load.toFixed(2)}`,
  ].join(', ');
}

/** The pairs as a Markdown table. */
export const pairsMarkdown = ({ pairs }: BenchReport): string =>
  [
    markdownTable([HEAD, ...pairs.map(pairRow)]),
    ...(pairs.some(isUnsteady) ? [UNSTEADY] : []),
  ].join('\n\n');

export function plansMarkdown(plans: readonly PlanReport[]): string {
  const names = Object.keys(plans[0]?.ms ?? {});
  const rows = plans.map(({ name, layer, chosen, fastest, ms }) => [
    name,
    String(layer),
    ...names.map((plan) => time(ms[plan] ?? NaN)),
    chosen,
    fastest,
  ]);
  return markdownTable([['pair', 'layer', ...names, 'chosen', 'fastest'], ...rows]);
}

export function workMarkdown(work: readonly WorkReport[]): string {
  const head = ['pair', 'layer', 'matrix products', 'other operators', 'reached', 'alone', 'share'];
  const rows = work.map((one) => [
    one.name,
    String(one.layer),
    percent(one.productShare),
    othersOf(one),
    `${one.gflops.toFixed(0)} GFLOP/s`,
    `${one.plainGflops.toFixed(0)} GFLOP/s`,
    percent(one.gflops / one.plainGflops),
  ]);
  return markdownTable([head, ...rows]);
}

export function markdownTable(rows: readonly (readonly Cell[])[]): string {
  const [head = [], ...body] = rows;
  const line = (cells: readonly Cell[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

/** Factor between two measurements of the same encoding beyond which a row is doubted. */
const STEADY = 1.25;

function isUnsteady({ encodeMs, encodeAgainMs }: PairReport): boolean {
  return Math.max(encodeMs / encodeAgainMs, encodeAgainMs / encodeMs) > STEADY;
}

const UNSTEADY =
  '! the same encodings took over a quarter longer before or after: the machine was busy, measure again.';

function pairRow(pair: PairReport): Cell[] {
  return [
    pair.name,
    String(pair.layer),
    time(pair.ms),
    pair.marginalsMs === null ? '–' : time(pair.marginalsMs),
    `${pair.paperExtrapolated ? '~' : ''}${time(pair.paperMs)}`,
    `${isUnsteady(pair) ? '!' : ''}${pair.ratio.toFixed(0)}`,
    pair.paperOnOurGraphsMs === null ? '–' : (pair.paperOnOurGraphsMs / pair.ms).toFixed(0),
    pair.encodings.toFixed(0),
    error(pair.maxError),
    error(pair.paperMaxError),
    error(pair.residual),
    String(pair.evaluations),
    pair.peakRssMb.toFixed(0),
  ];
}

function planLine({ name, layer, chosen, fastest, ms }: PlanReport): string {
  const times = Object.entries(ms).map(([plan, one]) => `${plan} ${time(one)}`);
  const slower = (ms[chosen] ?? NaN) / (ms[fastest] ?? NaN) - 1;
  const verdict =
    chosen === fastest ? 'the fastest' : `${percent(slower)} slower than the fastest, ${fastest}`;
  return `plans for ${name}, layer ${layer}: ${times.join(', ')}; chosen: ${chosen}, ${verdict}`;
}

function workLines(work: WorkReport): string[] {
  const { name, layer, productShare, gflops, plainGflops } = work;
  return [
    `derivative runs of ${name}, layer ${layer}: matrix products ${percent(productShare)}; ${othersOf(work)}`,
    `  ${gflops.toFixed(0)} GFLOP/s of ${plainGflops.toFixed(0)} that the same products reach alone` +
      ` (${percent(gflops / plainGflops)})`,
  ];
}

const othersOf = ({ others }: WorkReport): string =>
  Object.entries(others)
    .slice(0, 4)
    .map(([name, share]) => `${name} ${percent(share)}`)
    .join(', ');

const MOST_COLUMNS = 120;

/** A line broken at its commas and semicolons where it is too long. */
function wrapped(line: string): readonly string[] {
  if (line.length <= MOST_COLUMNS) return [line];
  const lines = [''];
  for (const part of line.split(/(?<=[,;]) /)) {
    const last = lines.at(-1) ?? '';
    const longer = last === '' ? part : `${last} ${part}`;
    if (longer.length <= MOST_COLUMNS) lines[lines.length - 1] = longer;
    else lines.push(`  ${part}`);
  }
  return lines;
}

/** Columns as wide as their widest cell; the first to the left, numbers to the right. */
function aligned(rows: readonly (readonly Cell[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  '),
  );
}

/** Three significant digits. */
export function time(ms: number): string {
  if (ms < 999.5) return `${ms < 9.95 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
  return `${(ms / 1000).toPrecision(Math.max(3, Math.ceil(Math.log10(ms / 1000))))} s`;
}

const error = (value: number): string => Math.abs(value).toExponential(1);
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
