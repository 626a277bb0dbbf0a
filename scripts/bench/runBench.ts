/** Measures everything that the benchmark reports. */
import type { Explanation } from '../../src/protocol.js';
import { largestDifference } from './converged.js';
import { EngineProcess, type Explained, buildIsStale } from './engineProcess.js';
import { commit, machine } from './machine.js';
import { median } from './median.js';
import {
  type BenchCase,
  EVEN_PAIR,
  HIT_PAIR,
  MIDDLE_LAYER,
  SHORT_PAIR,
  benchCases,
} from './pairs.js';
import type { BenchReport, PairReport, PlanReport, WorkReport } from './report.js';
import { freshText } from './texts.js';
import { textsOf } from './textsOf.js';
import { convergedOf, inWorker } from './worker.js';

export interface BenchOptions {
  readonly quick: boolean;
  /** Told what is going on. */
  readonly progress: (line: string) => void;
}

/** As many runs as fit: at most, at least, and milliseconds after which no other one starts. */
const RUNS = { most: 5, least: 3, ms: 20_000 };

/** The published algorithm is run whole where that is expected to take less. */
const WHOLE_BELOW = { quick: 2_000, full: 20_000 };

const COLD_STARTS = 3;

/** Throws where the engine fails. Cost: minutes the first time, less once matrices are on disk. */
export async function runBench({ quick, progress }: BenchOptions): Promise<BenchReport> {
  const about = { quick, date: new Date().toISOString(), commit: commit(), machine: machine() };
  progress(`cold start, ${COLD_STARTS} times`);
  const coldStartMs = await coldStart();
  const pairs: PairReport[] = [];
  const explained = new Map<string, Explanation>();
  for (const one of benchCases(quick)) {
    const { report, explanation } = await benchPair(one, quick, progress);
    pairs.push(report);
    explained.set(key(one), explanation);
  }
  const measured = { pairs, coldStartMs, ...about, staleBuild: buildIsStale() };
  if (quick) return measured;
  const plans: PlanReport[] = [];
  const work: WorkReport[] = [];
  for (const pair of [SHORT_PAIR, HIT_PAIR, EVEN_PAIR]) {
    const one = { pair, layer: MIDDLE_LAYER };
    const explanation = explained.get(key(one));
    if (!explanation) continue;
    const job = { ...textsOf(one.layer, explanation), threads: about.machine.threads };
    const place = { name: pair.name, layer: one.layer };
    progress(`${pair.name}: every plan`);
    const { ms, chosen } = await inWorker<'plans'>({ kind: 'plans', ...job });
    const fastest = Object.keys(ms).reduce((best, plan) =>
      (ms[plan] ?? Infinity) < (ms[best] ?? Infinity) ? plan : best,
    );
    plans.push({ ...place, chosen, fastest, ms });
    progress(`${pair.name}: where the time goes`);
    work.push({ ...place, ...(await inWorker<'work'>({ kind: 'work', ...job })) });
  }
  return { ...measured, plans, work };
}

async function benchPair(
  one: BenchCase,
  quick: boolean,
  progress: BenchOptions['progress'],
): Promise<{ readonly report: PairReport; readonly explanation: Explanation }> {
  const { pair, layer } = one;
  const { name, tokensA, tokensB } = pair;
  const threads = machine().threads;
  const say = (what: string) => progress(`${name}, layer ${layer}: ${what}`);
  say('ours');
  const { runs, peakRssMb } = await ours(one);
  const [written] = runs;
  if (!written) throw new Error('Bench: expected a run, got none');
  const { explanation } = written;
  const texts = textsOf(one.layer, explanation);
  say('the published algorithm');
  const wholeBelow = quick ? WHOLE_BELOW.quick : WHOLE_BELOW.full;
  const published = await inWorker<'published'>({
    kind: 'published',
    ...texts,
    threads,
    wholeBelow,
    onOurGraphs: !quick && layer === MIDDLE_LAYER,
  });
  say('the converged matrix (kept for the next time)');
  const converged = await convergedOf(texts, threads);
  const ms = median(runs.map((run) => run.ms));
  const marginals = runs.flatMap((run) => run.marginalsMs ?? []);
  const report: PairReport = {
    name,
    tokensA,
    tokensB,
    layer,
    ms,
    minMs: Math.min(...runs.map((run) => run.ms)),
    marginalsMs: marginals.length > 0 ? median(marginals) : null,
    marginalsError: written.marginalsError,
    runs: runs.map((run) => ({
      ms: run.ms,
      marginalsMs: run.marginalsMs,
      evaluations: run.explanation.evaluations,
    })),
    paperMs: published.ms,
    paperExtrapolated: published.extrapolated,
    paperOnOurGraphsMs: published.onOurGraphsMs,
    paperChunks: published.chunks,
    ratio: published.ms / ms,
    encodeMs: published.encodeMs,
    encodeAgainMs: published.encodeAgainMs,
    encodings: ms / published.encodeMs,
    maxError: largestDifference(explanation.matrix, converged.matrix),
    paperMaxError: converged.publishedError,
    convergedError: converged.uncertainty,
    residual: explanation.ledger.residual,
    evaluations: explanation.evaluations,
    peakRssMb,
  };
  return { report, explanation };
}

/** Runs of one pair in an engine of its own; the first is of the texts as they are written. */
async function ours({ pair, layer }: BenchCase) {
  const engine = await EngineProcess.start();
  try {
    const explain = (run: number) =>
      engine.explain(freshText(pair.a, run), freshText(pair.b, run), layer);
    // The model is loaded and every session opened by a pair of the same size.
    await explain(RUNS.most);
    const runs: Explained[] = [];
    const end = performance.now() + RUNS.ms;
    while (runs.length < RUNS.least || (runs.length < RUNS.most && performance.now() < end)) {
      const run = await explain(runs.length);
      checkTokens(pair, run.explanation);
      runs.push(run);
    }
    return { runs, peakRssMb: await engine.stop() };
  } finally {
    engine.kill();
  }
}

async function coldStart(): Promise<number> {
  const times: number[] = [];
  for (let start = 0; start < COLD_STARTS; start++) {
    const from = performance.now();
    const engine = await EngineProcess.start();
    try {
      await engine.explain(freshText(SHORT_PAIR.a, 0), freshText(SHORT_PAIR.b, 0), 'middle');
      times.push(performance.now() - from);
    } finally {
      engine.kill();
    }
  }
  return median(times);
}

/** Throws where a pair is not what its name says. */
function checkTokens(pair: BenchCase['pair'], { tokensA, tokensB }: Explanation): void {
  if (tokensA.length === pair.tokensA && tokensB.length === pair.tokensB) return;
  const found = `${tokensA.length}+${tokensB.length}`;
  throw new Error(`Bench: expected a pair of ${pair.name} tokens, got ${found}`);
}

const key = ({ pair, layer }: BenchCase) => `${pair.name} ${layer}`;
