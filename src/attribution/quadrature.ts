/**
 * Quadrature on [0, 1]: ∫₀¹ f dα ≈ Σ w_n f(α_n).
 */

export interface QuadratureRule {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Midpoint rule. Error O(n⁻²); nests when n is tripled, so an adaptive run reuses every evaluation.
 * Robust where the integrand has poles close to the path, which defeat polynomial rules.
 */
export function midpoint(n: number): QuadratureRule {
  return {
    // (2i + 1)/(2n) as one division: tripled rules then share nodes to the last bit.
    nodes: Array.from({ length: n }, (_, i) => (2 * i + 1) / (2 * n)),
    weights: Array.from({ length: n }, () => 1 / n),
  };
}

/** Gauss-Legendre: exact for polynomials of degree 2n − 1. Nodes by Newton's method. */
export function gaussLegendre(n: number): QuadratureRule {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i < n; i++) {
    let x = -Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 0;
    // Newton converges quadratically from this start; 20 steps are far more than double needs.
    for (let step = 0; step < 20; step++) {
      let [previous, value] = [1, x];
      for (let k = 2; k <= n; k++) {
        [previous, value] = [value, ((2 * k - 1) * x * value - (k - 1) * previous) / k];
      }
      slope = (n * (x * value - previous)) / (x * x - 1);
      const change = value / slope;
      x -= change;
      if (Math.abs(change) < 1e-16) break;
    }
    nodes.push((x + 1) / 2);
    weights.push(1 / ((1 - x * x) * slope * slope));
  }
  return { nodes, weights };
}

/** Taylor series of arcsin to degree 9, scaled to map [−1, 1] onto itself. */
const SAUSAGE = [40320, 6720, 3024, 1800, 1225].map((c) => c / 53089);

/**
 * Gauss-Legendre transplanted by the "sausage" map: the ellipse in which Gauss needs f to be
 * analytic becomes a strip of nearly even width around the path, so up to 1.5 times fewer nodes.
 *
 * Hale & Trefethen 2008, "New quadrature formulas from conformal maps", SIAM J. Numer. Anal. 46(2),
 * https://doi.org/10.1137/07068607X, degree 9.
 */
export function transplantedGauss(n: number): QuadratureRule {
  const gauss = gaussLegendre(n);
  const nodes: number[] = [];
  const weights: number[] = [];
  gauss.nodes.forEach((node, i) => {
    const s = 2 * node - 1;
    let [image, slope] = [0, 0];
    SAUSAGE.forEach((c, k) => {
      image += c * s ** (2 * k + 1);
      slope += c * (2 * k + 1) * s ** (2 * k);
    });
    nodes.push((image + 1) / 2);
    weights.push((gauss.weights[i] ?? 0) * slope);
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

/** The best rule of exactly n nodes at a layer; see `refinements`. */
export function fixedRule(layer: number, n: number): QuadratureRule {
  return layer === 0 ? midpoint(n) : transplantedGauss(n);
}

/**
 * Rules of growing cost to try in turn until the tolerance is met. At the embedding layer the layer
 * norm has poles next to the reference, where even nodes win; deeper down the integrand is smooth.
 */
export function refinements(layer: number): readonly QuadratureRule[] {
  return layer === 0
    ? [9, 27, 81, 243].map(midpoint)
    : [6, 8, 12, 16, 24, 32, 48, 64, 96].map(transplantedGauss);
}
