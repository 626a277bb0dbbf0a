/**
 * Quadrature on [0, 1]: ∫₀¹ f dα ≈ Σ w_n f(α_n).
 */

export interface QuadratureRule {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Fejér's second rule: interpolation in the interior Chebyshev points. Nests when n goes to 2n + 1,
 * and for integrands like ours it is as exact as Gauss (Trefethen 2008, "Is Gauss quadrature better
 * than Clenshaw-Curtis?", SIAM Review 50(1), https://doi.org/10.1137/060659831).
 */
export function fejer(n: number): QuadratureRule {
  const angles = Array.from({ length: n }, (_, i) => ((i + 1) / (n + 1)) * Math.PI);
  const weight = (angle: number) => {
    let series = 0;
    for (let k = 1; k <= n; k += 2) series += Math.sin(k * angle) / k;
    return (2 * Math.sin(angle) * series) / (n + 1);
  };
  return { nodes: angles.map((angle) => (1 - Math.cos(angle)) / 2), weights: angles.map(weight) };
}

/** Taylor series of arcsin to degree 9, scaled to map [−1, 1] onto itself. */
const SAUSAGE = [40320, 6720, 3024, 1800, 1225].map((c) => c / 53089);

/**
 * A rule transplanted by the "sausage" map: the ellipse in which interpolation needs f to be
 * analytic becomes a strip of nearly even width around the path, so up to 1.5 times fewer nodes.
 *
 * Hale & Trefethen 2008, "New quadrature formulas from conformal maps", SIAM J. Numer. Anal. 46(2),
 * https://doi.org/10.1137/07068607X, degree 9.
 */
export function transplanted(rule: QuadratureRule): QuadratureRule {
  const nodes: number[] = [];
  const weights: number[] = [];
  rule.nodes.forEach((node, i) => {
    const s = 2 * node - 1;
    let [image, slope] = [0, 0];
    SAUSAGE.forEach((c, k) => {
      image += c * s ** (2 * k + 1);
      slope += c * (2 * k + 1) * s ** (2 * k);
    });
    nodes.push((image + 1) / 2);
    weights.push((rule.weights[i] ?? 0) * slope);
  });
  return { nodes, weights };
}

/**
 * Right Riemann sum, α = 1/n, 2/n, …, 1: the rule of the published algorithm (Möller, Nikolaev &
 * Padó 2023, https://arxiv.org/abs/2310.05703). Error O(1/n).
 */
export function rightRiemann(n: number): QuadratureRule {
  return {
    nodes: Array.from({ length: n }, (_, i) => (i + 1) / n),
    weights: Array.from({ length: n }, () => 1 / n),
  };
}

/** The rule of exactly n nodes: exact to rounding soonest as n grows. */
export const ruleOf = (n: number): QuadratureRule => transplanted(fejer(n));

/**
 * What the Euler-Maclaurin series takes from an even sum at one end, per derivative and in units of
 * the step, as coefficients of the Taylor series there. Midpoints: ∫ = M − h²/24 f′(0) +
 * 7h⁴/5760 f‴(0) − 31h⁶/967680 f⁽⁵⁾(0) + …; trapezoids: ∫ = T + h²/12 f′(0) − h⁴/720 f‴(0) + h⁶/30240 f⁽⁵⁾(0) − ….
 */
const END_TERMS = {
  midpoint: [0, -1 / 24, 0, (7 / 5760) * 6, 0, (-31 / 967680) * 120],
  trapezoid: [0, 1 / 12, 0, (-1 / 720) * 6, 0, (1 / 30240) * 120],
};

/**
 * Midpoint rule whose `order` outermost weights at each end are corrected as by Gregory: the end's
 * derivatives in the Euler-Maclaurin series are taken from the nodes there. Error O(n⁻ᵒʳᵈᵉʳ⁻¹), nodes
 * even all along.
 *
 * Euler-Maclaurin and Gregory: Davis & Rabinowitz 1984, "Methods of Numerical Integration", 2.9.
 * @param order of the correction, 1 (none) to 6; at most n / 2
 */
export function correctedMidpoint(n: number, order: number): QuadratureRule {
  const corrections = endCorrections(END_TERMS.midpoint.slice(0, order), 0.5);
  const weights = Array.from({ length: n }, (_, i) => {
    return (1 + (corrections[i] ?? 0) + (corrections[n - 1 - i] ?? 0)) / n;
  });
  return { nodes: Array.from({ length: n }, (_, i) => (i + 0.5) / n), weights };
}

/**
 * Trapezoid rule of n steps, n + 1 nodes, corrected as `correctedMidpoint`; holds the nodes of the
 * midpoint and trapezoid rules of n / 2 steps.
 */
export function correctedTrapezoid(n: number, order: number): QuadratureRule {
  const corrections = endCorrections(END_TERMS.trapezoid.slice(0, order), 0);
  const weights = Array.from({ length: n + 1 }, (_, i) => {
    const end = i === 0 || i === n ? 1 / 2 : 1;
    return (end + (corrections[i] ?? 0) + (corrections[n - i] ?? 0)) / n;
  });
  return { nodes: Array.from({ length: n + 1 }, (_, i) => i / n), weights };
}

/**
 * c with Σ_k c_k (k + offset)^j = terms_j for each of the terms; by Lagrange's formula.
 * @param offset of the outermost node from the end, in steps
 */
function endCorrections(terms: readonly number[], offset: number): readonly number[] {
  return terms.map((_, k) => {
    // Coefficients of the polynomial that is 1 at k + offset and 0 at the other nodes.
    let polynomial = [1];
    for (const other of terms.keys()) {
      if (other === k) continue;
      const shifted = [0, ...polynomial];
      polynomial.forEach((c, power) => (shifted[power]! -= c * (other + offset)));
      polynomial = shifted.map((c) => c / (k - other));
    }
    return polynomial.reduce((sum, c, power) => sum + c * (terms[power] ?? 0), 0);
  });
}

/**
 * Nested rules of growing cost, to be applied in turn until the tolerance is met; each reuses every
 * evaluation of those before. Up to a dozen nodes nothing tried is better than evenly spaced ones,
 * at any layer (docs/quadrature.md); beyond, the corrected ends make them converge quickly. Where the
 * path starts at the embeddings it bends most, and twice as many nodes are worth the same.
 */
export function refinementsAt(layer: number): readonly QuadratureRule[] {
  return layer === 0 ? AT_EMBEDDINGS : ABOVE;
}

/**
 * The few even nodes of the first picture: from the embeddings, where the path bends in less room, twice
 * as many as from a layer above.
 */
export const firstRuleAt = (layer: number): QuadratureRule =>
  correctedMidpoint(layer === 0 ? 8 : 4, 1);

/** Midpoints, three times as many, and from there twice the steps each time. */
const ladder = (start: number): readonly QuadratureRule[] => [
  correctedMidpoint(start, 1),
  correctedMidpoint(3 * start, start < 8 ? 1 : 3),
  ...[6, 12, 24, 48].map((times) => correctedTrapezoid(times * start, times > 6 ? 5 : 3)),
];

const AT_EMBEDDINGS = ladder(8);
const ABOVE = ladder(4);
