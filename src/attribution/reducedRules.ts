/**
 * Quadrature made for one path. Every integrand on a path, whichever token and direction, bends where
 * the network bends; so functions that were measured cheaply on many nodes tell how to weight few
 * nodes for all the others. Bayesian quadrature (O'Hagan 1991, https://doi.org/10.1016/0378-3758(91)90002-V)
 * with the measured functions' covariance: of all weights, those whose expected squared error on
 * functions of that covariance is smallest; of all subsets of the nodes, one where that error is
 * small. Nothing is taken on trust: whoever uses a reduced rule checks completeness and goes on.
 */
import type { QuadratureRule } from './quadrature.js';

/** Beyond this many nodes the tolerance is so tight that no subset would meet it. */
const MOST_CANDIDATES = 49;

/**
 * Share of smooth functions in the covariance, beside the measured ones: what is not measured is
 * taken to vary over a fifth of the path. Chosen on 7 texts at layers 0 and 3; a tenth to five times
 * as much made little difference.
 */
const SMOOTH = { share: 1e-2, length: 0.2 };

/**
 * Few functions are fitted better than those they stand for: with fewer than this many, as much less
 * error is asked for.
 */
const ENOUGH_FUNCTIONS = 40;

/** Share of the tolerance that a rule must promise: rows and columns err in their own ways, too. */
const PROMISE = 0.8;

/** Nodes added at a time to a rule that did not suffice. */
const STEP = 2;

/**
 * Rules on growing subsets of a rule's nodes, ending before the rule itself.
 * @param fine the rule that the functions were measured on
 * @param functions at every node, each an array of the same length: one value a function
 * @param tolerance for the sum of the functions' integrals, where their errors have random signs
 * Cost: a few ms for 24 nodes.
 */
export function* reducedRules(
  fine: QuadratureRule,
  functions: readonly ArrayLike<number>[],
  tolerance: number,
): Generator<QuadratureRule> {
  if (fine.nodes.length > MOST_CANDIDATES || functions[0]?.length === 0) return;
  const family = new Family(fine, functions);
  const share = Math.min(1, (functions[0]?.length ?? 0) / ENOUGH_FUNCTIONS);
  const most = PROMISE * tolerance * share;
  let size = 4;
  let chosen = family.spread(size);
  while (family.error(chosen) > most) {
    size += 1;
    if (size >= fine.nodes.length) return;
    chosen = family.exchanged(family.spread(size), 0);
  }
  for (; chosen.length < fine.nodes.length - 1; chosen = family.extended(chosen, STEP)) {
    yield family.rule(chosen);
  }
}

/** Functions along a path, as their covariance between nodes. */
class Family {
  readonly #covariance: readonly Float64Array[];
  /** Covariance of each node's value with the integral. */
  readonly #mean: Float64Array;
  readonly #variance: number;
  /** Root of the functions' mean square sum. */
  readonly #size: number;

  constructor(
    private readonly fine: QuadratureRule,
    functions: readonly ArrayLike<number>[],
  ) {
    const { nodes, weights } = fine;
    const products = nodes.map((_, i) => nodes.map((__, j) => inner(functions[i], functions[j])));
    const size = products.reduce((sum, row, i) => sum + (row[i] ?? 0), 0) / nodes.length;
    const scale = size > 0 ? 1 / size : 0;
    this.#size = Math.sqrt(size);
    this.#covariance = products.map((row, i) =>
      Float64Array.from(row, (product, j) => {
        const apart = ((nodes[i] ?? 0) - (nodes[j] ?? 0)) / SMOOTH.length;
        return product * scale + SMOOTH.share * Math.exp(-(apart ** 2) / 2);
      }),
    );
    this.#mean = Float64Array.from(this.#covariance, (row) => inner(row, weights));
    this.#variance = inner(this.#mean, weights);
  }

  /** `size` nodes, as even as they come. */
  spread(size: number): readonly number[] {
    const count = this.fine.nodes.length;
    return Array.from({ length: size }, (_, i) => Math.floor(((i + 0.5) * count) / size));
  }

  /** Root of the expected squared error of the best weights, of all functions together. */
  error(chosen: readonly number[]): number {
    return this.#size * Math.sqrt(Math.max(0, this.#variance - this.#explained(chosen)));
  }

  /** Exchanges nodes from position `from` on, one by one, as long as the error falls. */
  exchanged(chosen: readonly number[], from: number): readonly number[] {
    let best = [...chosen];
    let explained = this.#explained(best);
    for (let improved = true; improved;) {
      improved = false;
      for (let position = from; position < best.length; position++) {
        for (const node of this.fine.nodes.keys()) {
          if (best.includes(node)) continue;
          const trial = best.with(position, node);
          const found = this.#explained(trial);
          if (this.#variance - found > 0.999 * (this.#variance - explained)) continue;
          [best, explained, improved] = [trial, found, true];
        }
      }
    }
    return best;
  }

  /** The same nodes and `count` more, fewer where there are not so many. */
  extended(chosen: readonly number[], count: number): readonly number[] {
    const others = [...this.fine.nodes.keys()].filter((node) => !chosen.includes(node));
    return this.exchanged([...chosen, ...others.slice(0, count)], chosen.length);
  }

  rule(chosen: readonly number[]): QuadratureRule {
    const order = [...chosen].sort((a, b) => a - b);
    const nodes = order.map((node) => this.fine.nodes[node] ?? 0);
    return { nodes, weights: [...this.#solve(order)] };
  }

  #explained(chosen: readonly number[]): number {
    const weights = this.#solve(chosen);
    return chosen.reduce((sum, node, i) => sum + (weights[i] ?? 0) * (this.#mean[node] ?? 0), 0);
  }

  /** Weights: covariance of the chosen nodes \ their covariance with the integral, by Cholesky. */
  #solve(chosen: readonly number[]): Float64Array {
    const n = chosen.length;
    const lower = new Float64Array(n * n);
    const x = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const row = this.#covariance[chosen[i] ?? 0];
      for (let j = 0; j <= i; j++) {
        let sum = row?.[chosen[j] ?? 0] ?? 0;
        // Rounding of the covariance, which is 1 or so on the diagonal.
        if (i === j) sum += 1e-10;
        for (let k = 0; k < j; k++) sum -= (lower[i * n + k] ?? 0) * (lower[j * n + k] ?? 0);
        lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / (lower[j * n + j] ?? 1);
      }
    }
    for (let i = 0; i < n; i++) {
      let sum = this.#mean[chosen[i] ?? 0] ?? 0;
      for (let k = 0; k < i; k++) sum -= (lower[i * n + k] ?? 0) * (x[k] ?? 0);
      x[i] = sum / (lower[i * n + i] ?? 1);
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = x[i] ?? 0;
      for (let k = i + 1; k < n; k++) sum -= (lower[k * n + i] ?? 0) * (x[k] ?? 0);
      x[i] = sum / (lower[i * n + i] ?? 1);
    }
    return x;
  }
}

function inner(x: ArrayLike<number> | undefined, y: ArrayLike<number> | undefined): number {
  let sum = 0;
  for (let i = 0; i < (x?.length ?? 0); i++) sum += (x?.[i] ?? 0) * (y?.[i] ?? 0);
  return sum;
}
