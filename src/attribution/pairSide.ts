/** One of the two texts of a pair, with all that the plans need of it. */
import type { Contributions } from './contributions.js';
import type { Derivatives } from './derivatives.js';
import type { PathRules } from './pathRules.js';
import type { TextPath } from './textPath.js';

export interface PairSide {
  readonly path: TextPath;
  /** e(x) − e(r): [D]. */
  readonly whole: Float64Array;
  /** Of the stretch of its path where the embedding makes half its way: see PathDensity. */
  readonly width: number;
  /** Fresh rules for its integrals. `share`: of the tolerance that they aim at. */
  readonly rules: (share: number) => PathRules;
}

/** Where derivatives come from. */
export interface PairContext {
  readonly derivatives: Derivatives;
  readonly contributions: Contributions;
  readonly layer: number;
  /** Bound on the errors that completeness reveals, on the scale of inner products of embeddings. */
  readonly error: number;
  /** Nodes of the only rule; null where rules follow on each other until the error is met. */
  readonly fixedNodes: number | null;
}
