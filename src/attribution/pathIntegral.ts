/** ∫₀¹ of products along a path, refined rule by rule; evaluations that rules share are kept. */
import type { Hooks } from './hooks.js';
import type { PathPoint, PathProducts } from './pathProducts.js';
import type { PathRule, PathRules } from './pathRules.js';

export class PathIntegral {
  /** [rows × width] of the products; zero before the first refinement. */
  value: Float64Array<ArrayBuffer>;
  /** What the last rule's weights are known to miss of a function like the products' own; projected. */
  missed: Float64Array;
  readonly #known = new Map<number, PathPoint>();
  #applied: PathRule | undefined;

  /** @param rules of growing cost, applied in turn; each is asked for when it is needed. */
  constructor(
    private readonly products: PathProducts,
    private readonly rules: PathRules,
  ) {
    this.value = new Float64Array(products.rows * products.width);
    this.missed = new Float64Array(0);
  }

  /** Distinct nodes evaluated so far. */
  get evaluations(): number {
    return this.#known.size;
  }

  /** The rule applied last; undefined before the first. */
  get applied(): PathRule | undefined {
    return this.#applied;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.value.byteLength + this.#known.size * this.products.rows * this.products.width * 4;
  }

  /** What is known at the nodes of the last rule, in their order. */
  get points(): readonly PathPoint[] {
    return (this.#applied?.nodes ?? []).flatMap((node) => this.#known.get(node) ?? []);
  }

  /** Applies the next rule; false when there is none left. Throws RunError, Cancelled. */
  async refine(hooks: Hooks): Promise<boolean> {
    const next = this.rules.next();
    if (!next) return false;
    await this.#apply(next, hooks);
    return true;
  }

  async #apply(rule: PathRule, hooks: Hooks): Promise<void> {
    const points: PathPoint[] = [];
    for (const alpha of rule.nodes) {
      const point = this.#known.get(alpha) ?? (await this.products.point(alpha, hooks));
      this.#known.set(alpha, point);
      points.push(point);
    }
    const { weights, missed } = rule.weigh(points, this.products);
    const total = new Float64Array(this.value.length);
    for (const [n, { values }] of points.entries()) {
      const weight = weights[n] ?? 0;
      for (let i = 0; i < total.length; i++) total[i] = (total[i] ?? 0) + weight * (values[i] ?? 0);
    }
    this.value = total;
    this.missed = missed;
    this.#applied = rule;
  }
}
