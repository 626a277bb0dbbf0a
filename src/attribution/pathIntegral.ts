/** ∫₀¹ of products along a path, refined rule by rule; evaluations that rules share are kept. */
import type { Hooks } from './hooks.js';
import type { PathProducts } from './pathProducts.js';
import type { QuadratureRule } from './quadrature.js';

export class PathIntegral {
  /** [rows × width] of the products; zero before the first refinement. */
  value: Float64Array;
  readonly #known = new Map<number, Float32Array>();
  #next = 0;

  /** @param rules of growing cost, applied in turn. */
  constructor(
    private readonly products: PathProducts,
    private readonly rules: readonly QuadratureRule[],
  ) {
    this.value = new Float64Array(products.rows * products.width);
  }

  /** Distinct nodes evaluated so far. */
  get evaluations(): number {
    return this.#known.size;
  }

  /** Whether any rule was applied yet. */
  get started(): boolean {
    return this.#next > 0;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.value.byteLength + this.#known.size * this.products.rows * this.products.width * 4;
  }

  /** Applies the next rule; false when there is none left. Throws RunError, Cancelled. */
  async refine(hooks: Hooks): Promise<boolean> {
    const rule = this.rules[this.#next];
    if (!rule) return false;
    const total = new Float64Array(this.value.length);
    for (const [n, alpha] of rule.nodes.entries()) {
      const values = this.#known.get(alpha) ?? (await this.products.at(alpha, hooks));
      this.#known.set(alpha, values);
      const weight = rule.weights[n] ?? 0;
      for (let i = 0; i < total.length; i++) total[i] = (total[i] ?? 0) + weight * (values[i] ?? 0);
    }
    this.value = total;
    this.#next += 1;
    return true;
  }
}
