/**
 * What each part of a text adds to the score, before any pair is known: its contribution projected on
 * the other text, by one pair of vector-Jacobian products a node, however many parts there are.
 * The first picture, and where the path bends.
 */
import type { Derivatives } from './derivatives.js';
import type { Hooks } from './hooks.js';
import { type PathDensity, densityOf } from './pathDensity.js';
import { PathIntegral } from './pathIntegral.js';
import { type PathProducts, reverseProducts } from './pathProducts.js';
import { fixedRule } from './pathRules.js';
import { type QuadratureRule, firstRuleAt } from './quadrature.js';
import { type TextPath, displacement } from './textPath.js';
import { dot, largest, rowsOf } from './vectors.js';

export class Marginals {
  private constructor(
    private readonly integral: PathIntegral,
    private readonly products: PathProducts,
    /** Known sums over the parts: e(x) − e(r) projected as the parts are. */
    private readonly expected: readonly [number, number],
  ) {}

  /** Cost: two vector-Jacobian products a node of the rule. Throws UnsupportedNode, RunError, Cancelled. */
  static async of(
    derivatives: Derivatives,
    layer: number,
    path: TextPath,
    other: TextPath,
    hooks: Hooks,
    rule: QuadratureRule = firstRuleAt(layer),
  ): Promise<Marginals> {
    const [whole, facing] = [displacement(path), displacement(other)];
    const origin = other.reference.embedding;
    const products = await reverseProducts(derivatives, layer, path, [facing, origin]);
    const only = [fixedRule(rule)];
    const integral = new PathIntegral(products, { next: () => only.shift() });
    await integral.refine(hooks);
    return new Marginals(integral, products, [dot(whole, facing), dot(whole, origin)]);
  }

  /** What all parts make up with the other text's: the sum of the pair matrix. */
  get pairs(): number {
    return sum(this.#rows[0] ?? []);
  }

  /** u_i · e(y): [parts]. */
  get total(): Float64Array<ArrayBuffer> {
    const [pairs = new Float64Array(0), alone] = this.#rows;
    return Float64Array.from(pairs, (value, i) => value + (alone?.[i] ?? 0));
  }

  /** Completeness error of `pairs`, of their counterpart toward e(r_y), and of `total`. */
  get error(): number {
    const missing = this.#rows.map((row, k) => sum(row) - (this.expected[k] ?? 0));
    return largest([...missing, sum(missing)]);
  }

  /** Nodes evaluated. */
  get evaluations(): number {
    return this.integral.evaluations;
  }

  /** Where the embedding moves, as far as these nodes tell. */
  get density(): PathDensity {
    const { from, to } = this.products.ends;
    const { applied, points } = this.integral;
    const places = [from, ...points.map(({ embedding }) => embedding), to];
    const arcs = places.slice(1).map((place, gap) => {
      const before = places[gap];
      return Math.hypot(...place.map((value, d) => value - (before?.[d] ?? 0)));
    });
    return densityOf([0, ...(applied?.nodes ?? []), 1], arcs);
  }

  get #rows(): readonly Float64Array[] {
    return rowsOf(this.integral.value, this.products.width);
  }
}

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, x) => total + x, 0);
