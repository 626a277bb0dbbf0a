/** How long the published algorithm takes for a pair, whole or extrapolated from two nodes a text. */
import type { Derivatives, TextPath } from './attribution.js';
import { FullJacobian, PUBLISHED_NODES, publishedAlgorithm } from './publishedAlgorithm.js';

export interface PublishedTime {
  readonly ms: number;
  /** Two nodes a text were timed with all their cotangents, and the rest taken to cost as much. */
  readonly extrapolated: boolean;
  /** Cotangents a run, the fastest for each text. */
  readonly chunks: readonly [number, number];
}

/** Cotangents a run that are tried. */
const CHUNKS = [8, 16, 32, 64, 128, 384];

/** Nodes timed before extrapolating: the middle and the end of the path. */
const TIMED = [0.5, 1];

/**
 * @param wholeBelow what is expected to take fewer milliseconds is run whole
 * Cost: two to three nodes of the algorithm, or all of it.
 */
export async function timePublished(
  derivatives: Derivatives,
  layer: number,
  a: TextPath,
  b: TextPath,
  wholeBelow: number,
): Promise<PublishedTime> {
  const chunkA = await fastestChunk(derivatives, layer, a);
  const chunkB = await fastestChunk(derivatives, layer, b);
  const chunks = [chunkA, chunkB] as const;
  let node = 0;
  for (const [path, chunk] of [[a, chunkA] as const, [b, chunkB] as const]) {
    const jacobian = await FullJacobian.of(derivatives, layer, path, chunk);
    const times: number[] = [];
    for (const alpha of TIMED) times.push(await timed(() => jacobian.at(alpha)));
    // The faster one: what else the machine did in the meantime must not count against it.
    node += Math.min(...times);
  }
  const expected = node * PUBLISHED_NODES;
  if (expected > wholeBelow) return { ms: expected, extrapolated: true, chunks };
  const ms = await timed(() => publishedAlgorithm(derivatives, layer, [a, b], chunks));
  return { ms, extrapolated: false, chunks };
}

async function fastestChunk(
  derivatives: Derivatives,
  layer: number,
  path: TextPath,
): Promise<number> {
  let best = { chunk: 1, each: Infinity };
  for (const chunk of CHUNKS) {
    if (chunk > derivatives.encoder.embeddingSize) break;
    const jacobian = await FullJacobian.of(derivatives, layer, path, chunk, chunk);
    // The first run of a shape is not counted where that is cheap to avoid.
    if (chunk * path.ids.length <= WARMED) await jacobian.at(0.5);
    const each = (await timed(() => jacobian.at(0.5))) / chunk;
    if (each < best.each) best = { chunk, each };
    // Larger chunks only ever lose more once they lose clearly.
    else if (each > 1.2 * best.each) break;
  }
  return best.chunk;
}

/** Cotangents × tokens of a run below which a rehearsal costs little. */
const WARMED = 2000;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
