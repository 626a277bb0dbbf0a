/**
 * What the parts of a long text add within their own stretch of it, the rest cut off: mean of leave-one-out
 * and add-one-in. Encoding a stretch takes a small share of encoding the text, so what would cost as much as
 * twenty points of a path costs as much as four.
 *
 * What a part does depends most on its neighbours, and on whether they are there at all, which paths, where
 * everything is partly there, see worst; what paths see, the whole text, stretches miss. The two err
 * elsewhere, so that a mean is closer than either (docs/methods.md). Owen 1977 ("Values of games with a
 * priori unions", https://doi.org/10.1007/978-3-642-45494-3_7) groups players as we do; departure: those of
 * other groups are not there at all, and the ends stand for all orders.
 */
import type { BatchEncoder } from '../../encoder/batchEncoder.js';
import type { Hooks } from '../hooks.js';
import type { TextPath } from '../textPath.js';
import { dot, rowsOf } from '../vectors.js';
import { Coalitions } from './Coalitions.js';
import { playersOf } from './players.js';
import { type Projections, sharedOut } from './sharedOut.js';
import { Simpson } from './Simpson.js';

/** Parts of a stretch, about. Twice as many bring 0.004 in Pearson's r, for twice the cost. */
const STRETCH = 20;

/**
 * Contributions within stretches projected on vectors of R^D, [cotangents × parts]. A stretch's embedding is
 * not the text's, so much is shared out: the sums are the text's, what is apart from equal is the stretches'.
 * @param sums e(x) − e(r) projected on each cotangent
 * @param progress share of the stretches that is done
 * Invariant: rows have the known sums. Throws RunError, Cancelled.
 * Cost: 2 encodings of a stretch for each of its parts, and 2 more.
 */
export async function withinStretches(
  batches: Pick<BatchEncoder, 'encode'>,
  path: TextPath,
  cotangents: readonly ArrayLike<number>[],
  sums: Float64Array,
  hooks: Hooks,
  progress: (done: number) => void,
): Promise<Projections & { readonly encodings: number }> {
  const value = new Float64Array(cotangents.length * path.parts.length);
  const cuts = stretchesOf(path);
  let encodings = 0;
  for (const [i, { players, ids, referenceIds, parts }] of cuts.entries()) {
    const [text, reference] = (await batches.encode([ids, referenceIds])).map((embedding) => {
      return { embedding, network: embedding, hidden: [] };
    });
    if (!text || !reference) throw new RangeError('Stretch: expected two embeddings, got fewer');
    const game = new Coalitions(batches, { ids, referenceIds, parts, text, reference });
    // Its first step are the ends; the seed is of those that we do not take.
    const ends = new Simpson(game, 0);
    await ends.refine(hooks, (done) => progress((i + done) / cuts.length));
    encodings += 2 + ends.encodings;
    // Pooling divides by the stretch's tokens where it would divide by the text's.
    const share = ids.length / path.ids.length;
    const rows = rowsOf(ends.value, text.embedding.length);
    cotangents.forEach((cotangent, k) => {
      players.forEach((part, player) => {
        value[k * path.parts.length + part] = share * dot(cotangent, rows[player] ?? []);
      });
    });
  }
  return { ...sharedOut(path, value, sums), encodings };
}

interface Stretch {
  /** Indices among the text's parts. */
  readonly players: readonly number[];
  readonly ids: readonly number[];
  readonly referenceIds: readonly number[];
  /** Positions in the stretch: of each player, then of what is kept around it. */
  readonly parts: readonly (readonly number[])[];
}

/** A text's players in even groups of about STRETCH, each between what stands around the whole text. */
export function stretchesOf(path: TextPath): readonly Stretch[] {
  const { ids, referenceIds, parts } = path;
  const players = playersOf(path);
  const moving = players.flatMap((part) => parts[part] ?? []);
  const [first, last] = [Math.min(...moving), Math.max(...moving)];
  const before = [...ids.keys()].filter((position) => position < first);
  const after = [...ids.keys()].filter((position) => position > last);
  const count = Math.max(1, Math.round(players.length / STRETCH));
  const edge = (at: number) => Math.round((at * players.length) / count);
  return Array.from({ length: count }, (_, i): Stretch => {
    const own = players.slice(edge(i), edge(i + 1));
    const inside = own.flatMap((part) => parts[part] ?? []).sort((x, y) => x - y);
    const positions = [...before, ...inside, ...after];
    const placed = new Map(positions.map((position, at) => [position, at]));
    const at = (those: readonly number[]) => those.map((position) => placed.get(position) ?? 0);
    const pick = (from: readonly number[]) => positions.map((position) => from[position] ?? 0);
    return {
      players: own,
      ids: pick(ids),
      referenceIds: pick(referenceIds),
      parts: [...own.map((part) => at(parts[part] ?? [])), at([...before, ...after])],
    };
  });
}
