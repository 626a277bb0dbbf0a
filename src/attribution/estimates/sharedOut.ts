/** Gives what projected contributions lack of their known sums to the players, in equal parts. */
import type { TextPath } from '../textPath.js';
import { playersOf } from './players.js';

export interface Projections {
  /** [cotangents × parts]; rows have the known sums. */
  readonly value: Float64Array<ArrayBuffer>;
  /** [cotangents]: what rows lacked before. */
  readonly missed: Float64Array;
}

/**
 * The closest values with the known sums.
 * @param found [cotangents × parts], zero but for the players' columns; changed in place
 * @param sums e(x) − e(r) projected on each cotangent. Cost: linear in the entries.
 */
export function sharedOut(
  path: TextPath,
  found: Float64Array<ArrayBuffer>,
  sums: Float64Array,
): Projections {
  const players = playersOf(path);
  const parts = path.parts.length;
  const missed = Float64Array.from(sums, (sum, k) =>
    players.reduce((left, part) => left - (found[k * parts + part] ?? 0), sum),
  );
  missed.forEach((lacking, k) => {
    for (const part of players) {
      const at = k * parts + part;
      found[at] = (found[at] ?? 0) + lacking / players.length;
    }
  });
  return { value: found, missed };
}
