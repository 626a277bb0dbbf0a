/** What a benchmark run found. Keys and units are those of `npm run bench -- --json`. */
import type { WhereTimeGoes } from './whereTimeGoes.js';

export interface PairReport {
  readonly name: string;
  readonly tokensA: number;
  readonly tokensB: number;
  readonly layer: number;
  /** Median over the runs: sessions warm, nothing known of the texts. */
  readonly ms: number;
  readonly minMs: number;
  /** Median time until each token's total is there; null where no partial result came. */
  readonly marginalsMs: number | null;
  /** Largest error of those totals, in the pair as it is written. */
  readonly marginalsError: number | null;
  /** Each run: the pair as it is written, then with one word changed. */
  readonly runs: readonly RunReport[];
  readonly paperMs: number;
  readonly paperExtrapolated: boolean;
  /** The published algorithm on our derivative graphs, extrapolated; paperMs has the rules' own. Full runs, middle layer. */
  readonly paperOnOurGraphsMs: number | null;
  /** Cotangents a run, for both texts. */
  readonly paperChunks: readonly number[];
  /** paperMs / ms. */
  readonly ratio: number;
  /** One plain encoding of both texts: after ours and before the published algorithm. */
  readonly encodeMs: number;
  /** The same after the published algorithm; another time means that the machine was busy. */
  readonly encodeAgainMs: number;
  /** ms / encodeMs. */
  readonly encodings: number;
  /** Largest entry difference to the converged matrix: ours, the published algorithm's. */
  readonly maxError: number;
  readonly paperMaxError: number;
  /** Largest entry difference between the two finest rules: what the converged matrix may err. */
  readonly convergedError: number;
  /** As in the ledger: what the pairs miss of the score, with its sign. */
  readonly residual: number;
  readonly evaluations: number;
  /** Of an engine process that explains this pair, model and all, in MB of 2²⁰ bytes. */
  readonly peakRssMb: number;
}

export interface RunReport {
  readonly ms: number;
  readonly marginalsMs: number | null;
  readonly evaluations: number;
}

/** The plan that the cost model takes, beside the time that every plan takes. */
export interface PlanReport {
  readonly name: string;
  readonly layer: number;
  readonly chosen: string;
  readonly fastest: string;
  readonly ms: Readonly<Record<string, number>>;
}

export interface WorkReport extends WhereTimeGoes {
  readonly name: string;
  readonly layer: number;
}

export interface Machine {
  readonly cores: number;
  readonly threads: number;
  readonly platform: string;
  readonly node: string;
  readonly onnxruntime: string;
  /** Load average of the last minute when the run began: what else was running. */
  readonly load: number;
}

export interface BenchReport {
  readonly pairs: readonly PairReport[];
  /** From the engine's start to its first answer, a 10+10 pair: median of three. */
  readonly coldStartMs: number;
  readonly quick: boolean;
  readonly date: string;
  readonly commit: string;
  /** Sources are newer than the engine that was measured. */
  readonly staleBuild: boolean;
  readonly machine: Machine;
  readonly plans?: readonly PlanReport[];
  readonly work?: readonly WorkReport[];
}
