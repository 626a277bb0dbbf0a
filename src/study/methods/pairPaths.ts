/** A pair of texts as the estimators take them: ids, references and players at a level. */
import { type Level, type Part, partsAt } from '../../attribution/aggregate.js';
import type { Sequence } from '../../attribution/explain.js';
import { readPair } from '../../attribution/readPair.js';
import type { Read } from '../../attribution/readText.js';
import { chooseReference, referenceIds } from '../../attribution/reference.js';
import type { TextPath } from '../../attribution/textPath.js';
import type { Pair } from '../input/pairFile.js';
import type { StudyContext } from '../study.js';

/** Texts over it are taken word by word, both of a pair: their Shapley matrix costs least there. */
export const MOST_TOKENS_APART = 64;

export interface PairPaths {
  readonly level: Level;
  readonly a: Side;
  readonly b: Side;
  readonly unread: number;
}

export interface Side {
  readonly sequence: Sequence;
  readonly path: TextPath;
  /** Of the parts, those that are the text's own. */
  readonly players: readonly number[];
}

/** Throws InputError, TokenizerError, RunError, Cancelled. Cost: 4 encodings. */
export async function pairPaths(
  { model, options, hooks }: StudyContext,
  { a, b }: Pick<Pair, 'a' | 'b'>,
): Promise<PairPaths> {
  const { explainer, reader } = model;
  const { prefixA, prefixB, maxTokens } = options;
  const read = await readPair(
    explainer.encoder,
    reader,
    a,
    b,
    { prefixA, prefixB, maxTokens, longText: 'truncate' },
    hooks,
  );
  const [readA, readB] = [read.a[0], read.b[0]];
  if (!readA || !readB) throw new RangeError('Pair: expected two texts, got fewer');
  const reference = chooseReference(options.reference, reader, [readA.tokens, readB.tokens]);
  const longest = Math.max(readA.tokens.length, readB.tokens.length);
  const level = longest > MOST_TOKENS_APART ? 'word' : 'token';
  const side = async ({ text, tokens }: Read): Promise<Side> => {
    const parts: Part[] = partsAt(level, text, tokens);
    const sequence = {
      ids: tokens.map(({ id }) => id),
      reference: referenceIds(tokens, reference),
      parts: parts.map(({ positions }) => positions),
    };
    const path = {
      ...{ ids: sequence.ids, referenceIds: sequence.reference, parts: sequence.parts },
      text: await explainer.encoder.encode(sequence.ids),
      reference: await explainer.encoder.encode(sequence.reference),
    };
    const players = [...parts.keys()].filter((i) => parts[i]?.special === false);
    return { sequence, path, players };
  };
  const unread = (readA.unread?.tokens ?? 0) + (readB.unread?.tokens ?? 0);
  return { level, a: await side(readA), b: await side(readB), unread };
}

/** Entries of a pair matrix whose row and column are the texts' own, row by row. */
export const ownEntries = (matrix: ArrayLike<number>, { a, b }: Pick<PairPaths, 'a' | 'b'>) =>
  a.players.flatMap((i) => b.players.map((j) => matrix[i * b.sequence.parts.length + j] ?? 0));
