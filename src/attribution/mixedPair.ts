/**
 * One text in forward mode, its contributions then the cotangents of the other in reverse mode:
 * A_ij = (y − r)_j · [∫ J_yᵀ u_i dα]_j. As many products on the long text as the short one has parts.
 */
import type { Hooks } from './hooks.js';
import type { PairIntegral } from './pairIntegral.js';
import type { PairContext, PairSide } from './pairSide.js';
import { PathIntegral } from './pathIntegral.js';
import { reverseProducts } from './pathProducts.js';
import { dot, largest, largestTogether, remainder, rowDots, rowsOf } from './vectors.js';

/**
 * Forward mode aims at this share of the tolerance, and must meet that one on what is known of the other text,
 * before reverse mode starts: starting again with finer contributions would cost more than the caution.
 */
const CAUTION = { aim: 0.6, limit: 0.9 };

/**
 * Share of the tolerance that reverse mode aims at: more than all of it, since what is missed is spread over the
 * rows, each of which may miss as much. Less on a longer text whose path bends in a narrow stretch, as from the
 * embeddings: its entries are smaller, and two nodes fewer cost much (of 128 tokens, 16 nodes leave an error of
 * 6e-4, 18 of 1e-4).
 */
const AIM = { share: 1.2, least: 0.4, narrow: 0.3, tokens: 40 };

const aimAt = ({ path, width }: PairSide) =>
  width > AIM.narrow
    ? AIM.share
    : Math.max(AIM.least, AIM.share * Math.min(1, AIM.tokens / path.ids.length));

/**
 * Better matrices in turn, until the rules run out.
 * @param first text in forward mode: rows of the matrix
 * @param second text in reverse mode: columns
 * Throws UnsupportedNode, RunError, Cancelled. Cost: nodes × parts of the first × tokens of both.
 */
export async function* mixedPair(
  { derivatives, contributions, layer, error, fixedNodes }: PairContext,
  first: PairSide,
  second: PairSide,
  hooks: Hooks,
): AsyncGenerator<PairIntegral> {
  const size = derivatives.encoder.embeddingSize;
  const u = await contributions.of(
    derivatives,
    layer,
    first.path,
    first.rules(CAUTION.aim),
    fixedNodes,
  );
  const rows = () => rowsOf(u.value, size);
  const { text, reference } = second.path;
  const facing = [second.whole, text.embedding, reference.embedding];
  const uError = () => {
    const missed = [remainder(first.whole, rows()), u.missed];
    return largestTogether(missed.map((vector) => rowDots(facing, vector)));
  };
  let refined = u.applied !== undefined || (await u.refine(hooks));
  while (refined && uError() > CAUTION.limit * error) refined = await u.refine(hooks);

  let evaluations = 0;
  for (let started = true; started; started = await u.refine(hooks)) {
    // The last one tells what the second text's parts add together with the first one's reference.
    const cotangents = [...rows(), first.path.reference.embedding];
    const products = await reverseProducts(derivatives, layer, second.path, cotangents);
    const integral = new PathIntegral(products, second.rules(aimAt(second)));
    const expected = rowDots(cotangents, second.whole);
    const [ofFirst, ofRows] = [uError(), first.path.parts.length];
    while (await integral.refine(hooks)) {
      const found = rowsOf(integral.value, products.width);
      const matrix = integral.value.slice(0, ofRows * products.width);
      const missing = found.map((row, k) => (expected[k] ?? 0) - sum(row));
      const total = dot(first.whole, second.whole) - sum(matrix);
      yield {
        matrix,
        totalA: rowDots(rows(), text.embedding),
        totalB: columnSums(found, products.width),
        evaluations: u.evaluations + evaluations + integral.evaluations,
        error: Math.max(ofFirst, Math.abs(total), largestTogether([missing, integral.missed])),
      };
      // What finer nodes on the second text would not mend.
      if (ofFirst > error && largest(missing) <= error) break;
    }
    evaluations += integral.evaluations;
  }
}

function columnSums(rows: readonly Float64Array[], columns: number): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(columns);
  for (const row of rows) row.forEach((value, j) => (sums[j] = (sums[j] ?? 0) + value));
  return sums;
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
