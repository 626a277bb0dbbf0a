/** ∫₀¹ of products along a path, refined rule by rule; evaluations that rules share are kept. */
import type { Hooks } from './hooks.js';
import type { PathProducts } from './pathProducts.js';
import type { QuadratureRule } from './quadrature.js';

export class PathIntegral {
  /** [rows × width] of the products; zero before the first refinement. */
  value: Float64Array<ArrayBuffer>;
  readonly #known = new Map<number, Float32Array>();
  readonly #rules: Iterator<QuadratureRule>;
  #applied: QuadratureRule | undefined;

  /** @param rules of growing cost, applied in turn; each is asked for when it is needed. */
  constructor(
    private readonly products: PathProducts,
    rules: Iterable<QuadratureRule>,
  ) {
    this.value = new Float64Array(products.rows * products.width);
    this.#rules = rules[Symbol.iterator]();
  }

  /** Distinct nodes evaluated so far. */
  get evaluations(): number {
    return this.#known.size;
  }

  /** The rule applied last; undefined before the first. */
  get applied(): QuadratureRule | undefined {
    return this.#applied;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.value.byteLength + this.#known.size * this.products.rows * this.products.width * 4;
  }

  /** The products at a node that was evaluated: [rows × width]. */
  at(node: number): Float32Array | undefined {
    return this.#known.get(node);
  }

  /** Applies the next rule; false when there is none left. Throws RunError, Cancelled. */
  async refine(hooks: Hooks): Promise<boolean> {
    const next = this.#rules.next();
    if (next.done) return false;
    await this.#apply(next.value, hooks);
    return true;
  }

  async #apply(rule: QuadratureRule, hooks: Hooks): Promise<void> {
    const total = new Float64Array(this.value.length);
    for (const [n, alpha] of rule.nodes.entries()) {
      const values = this.#known.get(alpha) ?? (await this.products.at(alpha, hooks));
      this.#known.set(alpha, values);
      const weight = rule.weights[n] ?? 0;
      for (let i = 0; i < total.length; i++) total[i] = (total[i] ?? 0) + weight * (values[i] ?? 0);
    }
    this.value = total;
    this.#applied = rule;
  }
}
