/**
 * What each part of a text adds to the score, before any pair is known: its contribution projected on
 * the other text, by one pair of vector-Jacobian products a node, however many parts there are.
 * The first picture, the yardstick that the pair matrix is checked against, and the functions that
 * its quadrature is fitted to.
 */
import type { Derivatives } from './derivatives.js';
import type { Hooks } from './hooks.js';
import { PathIntegral } from './pathIntegral.js';
import { reverseProducts } from './pathProducts.js';
import { type QuadratureRule, refinementsAt } from './quadrature.js';
import { reducedRules } from './reducedRules.js';
import { type TextPath, displacement } from './textPath.js';
import { dot, largest, rowsOf } from './vectors.js';

export class Marginals {
  private constructor(
    private readonly integral: PathIntegral,
    private readonly allRules: readonly QuadratureRule[],
    private readonly parts: TextPath['parts'],
    private readonly tokens: number,
    /** Known sums over the parts: e(x) − e(r) projected as the parts are. */
    private readonly expected: readonly [number, number],
  ) {}

  /** @param rules in turn; the first is not applied yet. Cost: none. Throws UnsupportedNode. */
  static async of(
    derivatives: Derivatives,
    layer: number,
    path: TextPath,
    other: TextPath,
    rules: readonly QuadratureRule[] = refinementsAt(layer),
  ): Promise<Marginals> {
    const [whole, facing] = [displacement(path), displacement(other)];
    const origin = other.reference.embedding;
    // Each token by itself costs no more than the parts, and tells more of how the path bends.
    const tokens = path.ids.map((_, position) => [position]);
    const apart = { ...path, parts: tokens };
    const products = await reverseProducts(derivatives, layer, apart, [facing, origin]);
    const integral = new PathIntegral(products, rules);
    return new Marginals(integral, rules, path.parts, tokens.length, [
      dot(whole, facing),
      dot(whole, origin),
    ]);
  }

  /** u_i · (e(y) − e(r_y)), the sum of a part's row or column in the pair matrix: [parts]. */
  get pairs(): Float64Array {
    return this.#ofParts(rowsOf(this.integral.value, this.tokens)[0]);
  }

  /** u_i · e(y): [parts]. */
  get total(): Float64Array<ArrayBuffer> {
    const [pairs, alone] = rowsOf(this.integral.value, this.tokens);
    return this.#ofParts(pairs?.map((value, i) => value + (alone?.[i] ?? 0)));
  }

  #ofParts(tokens: Float64Array | undefined): Float64Array<ArrayBuffer> {
    return Float64Array.from(this.parts, (part) =>
      part.reduce((total, position) => total + (tokens?.[position] ?? 0), 0),
    );
  }

  /** Completeness error of `pairs`, of their counterpart toward e(r_y), and of `total`. */
  get error(): number {
    const rows = rowsOf(this.integral.value, this.tokens);
    const missing = rows.map((row, k) => sum(row) - (this.expected[k] ?? 0));
    return largest([...missing, sum(missing)]);
  }

  /** Nodes evaluated. */
  get evaluations(): number {
    return this.integral.evaluations;
  }

  /** As PathIntegral's. Cost: two vector-Jacobian products a node. */
  refine(hooks: Hooks): Promise<boolean> {
    return this.integral.refine(hooks);
  }

  /**
   * Rules for other integrals on the same path: fitted to this one, then the ordinary ones.
   * @param tolerance on the scale of inner products of embeddings
   */
  *rules(tolerance: number): Generator<QuadratureRule> {
    const fine = this.integral.applied;
    if (!fine) {
      throw new RangeError('Marginals: expected to be refined before giving rules, got none');
    }
    const functions = fine.nodes.map((node) => this.integral.at(node) ?? new Float32Array(0));
    yield* reducedRules(fine, functions, tolerance);
    yield fine;
    yield* this.allRules.filter((rule) => rule.nodes.length > fine.nodes.length);
  }
}

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, x) => total + x, 0);
