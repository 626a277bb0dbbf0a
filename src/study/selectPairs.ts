/** Which pairs of a file a study measures. */
import { InputError } from '../attribution/inputError.js';
import type { Report } from '../protocol.js';
import type { Pair } from './input/pairFile.js';
import { randomFrom } from './statistics/random.js';
import type { Study, StudyContext, StudyInput } from './study.js';

export interface Selection {
  readonly pairs: readonly Pair[];
  readonly sample: Report['sample'];
}

/**
 * All pairs, or as many as the limit allows, drawn by the seed and kept in order.
 * Throws InputError where they are too few for the study's figures.
 */
export function selectPairs(
  { name, least, most }: Pick<Study, 'name' | 'least' | 'most'>,
  { file, bundled }: StudyInput,
  { options }: Pick<StudyContext, 'options'>,
  notes: readonly string[] = [],
): Selection {
  const { limit = most ?? Infinity, seed } = options;
  const available = file.pairs.length;
  const pairs = available > limit ? randomFrom(seed).sample(file.pairs, limit) : [...file.pairs];
  if (pairs.length < least) {
    throw new InputError(
      `Pairs: expected at least ${least} for the figures of ${name}, got ${pairs.length}` +
        (available >= least ? ` of ${available}, by the limit` : ` in ${file.name}`),
    );
  }
  const drawn = available > pairs.length ? [`Drawn at random, seed ${seed}.`] : [];
  return {
    pairs,
    sample: {
      source: bundled ? 'bundled sample' : file.name,
      pairs: pairs.length,
      available,
      notes: [...drawn, ...notes],
    },
  };
}
