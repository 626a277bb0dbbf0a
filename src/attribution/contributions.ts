/**
 * Contributions u_i = ∫₀¹ J(α)[:, i] (x − r)_i dα ∈ R^D of the parts of texts, kept: they depend on one
 * text alone, so a query that meets many hits is integrated once, and refined only where a hit asks
 * for more.
 */
import type { Derivatives } from './derivatives.js';
import { PathIntegral } from './pathIntegral.js';
import { forwardProducts } from './pathProducts.js';
import type { PathRules } from './pathRules.js';
import type { TextPath } from './textPath.js';

/** Bytes of contributions that are kept; the least recently used go first. */
const MOST_BYTES = 64 * 2 ** 20;

export class Contributions {
  readonly #known = new Map<string, PathIntegral>();

  /**
   * The integral of a text's contributions, [parts × D], as far as it was refined before.
   * @param rules for a text that is new; one that is known goes on with its own
   * @param fixedNodes number of nodes of the only rule, null where rules may follow on each other
   * Cost: none; refining it is what costs.
   */
  async of(
    derivatives: Derivatives,
    layer: number,
    path: TextPath,
    rules: PathRules,
    fixedNodes: number | null,
  ): Promise<PathIntegral> {
    const { ids, referenceIds, parts } = path;
    const key = JSON.stringify([layer, fixedNodes, ids, referenceIds, parts]);
    const known = this.#known.get(key);
    this.#known.delete(key);
    const integral =
      known ?? new PathIntegral(await forwardProducts(derivatives, layer, path), rules);
    this.#known.set(key, integral);
    this.#trim();
    return integral;
  }

  /** Nothing is known of any text afterwards. */
  clear(): void {
    this.#known.clear();
  }

  #trim(): void {
    let bytes = 0;
    for (const [key, integral] of [...this.#known].reverse()) {
      bytes += integral.bytes;
      if (bytes > MOST_BYTES && integral.applied) this.#known.delete(key);
    }
  }
}
