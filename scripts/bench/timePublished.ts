/** How long the published algorithm takes for a pair, whole or extrapolated from two nodes a text. */
import type { Derivatives, TextPath } from './attribution.js';
import { FullJacobian, PUBLISHED_NODES, publishedAlgorithm } from './publishedAlgorithm.js';

export interface PublishedTime {
  readonly ms: number;
  /** Two nodes a text were timed with all their cotangents, and the rest taken to cost as much. */
  readonly extrapolated: boolean;
  /** Cotangents that the engine is given at once, the fastest for each text. */
  readonly chunks: readonly [number, number];
}

/**
 * Cotangents given at once that are tried before all D of them. Of all, the engine makes runs of the
 * size that it finds best, and shares between them what does not depend on the cotangents.
 */
const CHUNKS = [16, 64];

/** Nodes timed before extrapolating: the middle and the end of the path. */
const TIMED = [0.5, 1];

/**
 * @param wholeBelow what is expected to take fewer milliseconds is run whole
 * Cost: about three nodes of the algorithm, or all of it.
 */
export async function timePublished(
  derivatives: Derivatives,
  layer: number,
  a: TextPath,
  b: TextPath,
  wholeBelow: number,
): Promise<PublishedTime> {
  const [first, second] = [
    await timeNode(derivatives, layer, a),
    await timeNode(derivatives, layer, b),
  ];
  const chunks = [first.chunk, second.chunk] as const;
  const expected = (first.ms + second.ms) * PUBLISHED_NODES;
  if (expected > wholeBelow) return { ms: expected, extrapolated: true, chunks };
  const ms = await timed(() => publishedAlgorithm(derivatives, layer, [a, b], chunks));
  return { ms, extrapolated: false, chunks };
}

/** One node with all cotangents, in the chunks that are fastest. */
async function timeNode(
  derivatives: Derivatives,
  layer: number,
  path: TextPath,
): Promise<{ readonly chunk: number; readonly ms: number }> {
  const all = derivatives.encoder.embeddingSize;
  const of = (chunk: number, cotangents: number) =>
    FullJacobian.of(derivatives, layer, path, chunk, cotangents);
  let best = { chunk: all, ms: Infinity };
  for (const chunk of CHUNKS.filter((some) => some < all)) {
    const part = await of(chunk, chunk);
    // The first run of a session or a shape takes longer.
    await part.at(TIMED[0] ?? 1);
    const ms = (await timed(() => part.at(TIMED[0] ?? 1))) * (all / chunk);
    if (ms < best.ms) best = { chunk, ms };
  }
  const whole = await of(all, all);
  const ms = await fastest(whole);
  if (ms <= best.ms) return { chunk: all, ms };
  return { chunk: best.chunk, ms: await fastest(await of(best.chunk, all)) };
}

/** The faster of two nodes: what else the machine did in the meantime must not count against it. */
async function fastest(jacobian: FullJacobian): Promise<number> {
  const times: number[] = [];
  for (const alpha of TIMED) times.push(await timed(() => jacobian.at(alpha)));
  return Math.min(...times);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
