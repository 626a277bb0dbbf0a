/** Measures what attributions predict: scores of the texts with some of their parts masked. */
import { BatchEncoder } from '../encoder/batchEncoder.js';
import { partsAt } from './aggregate.js';
import type { Explainer } from './explain.js';
import type { ExplainOptions } from './explainTexts.js';
import { type Hooks, throwIfCancelled } from './hooks.js';
import { InputError } from './inputError.js';
import { type Reader, readPair } from './readPair.js';
import type { Read } from './readText.js';
import { chooseReference, referenceIds } from './reference.js';
import { dot } from './vectors.js';

/** Parts that give way to the reference, by their indices at the level of the options. */
export interface MaskedParts {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

export interface MaskedScore {
  /** Cosine of the masked texts. */
  readonly score: number;
  /** Their inner product over the norms of the unmasked texts: what contributions add up to. */
  readonly product: number;
}

/**
 * Masked parts take the ids of the reference text, whose special tokens are the text's own: masking all
 * parts gives the reference itself.
 * Invariant: without masked parts, `product` and `score` are the score of the texts.
 * Throws as `explainTexts`, and InputError for a part that is not there.
 * Cost: an encoding for each distinct masked text, in batches.
 */
export async function maskTexts(
  explainer: Explainer,
  reader: Reader,
  a: string,
  b: string,
  options: ExplainOptions,
  masks: readonly MaskedParts[],
  hooks: Pick<Hooks, 'progress' | 'cancelled'>,
): Promise<{ readonly score: number; readonly masked: readonly MaskedScore[] }> {
  const reads = await readPair(explainer.encoder, reader, a, b, options, hooks);
  const readA = windowOf(reads.a, options.windowA);
  const readB = windowOf(reads.b, options.windowB);
  const reference = chooseReference(options.reference, reader, [readA.tokens, readB.tokens]);
  const sides = [readA, readB].map((read) => ({
    ids: read.tokens.map(({ id }) => id),
    origin: referenceIds(read.tokens, reference),
    parts: partsAt(options.level, read.text, read.tokens).map((part) => part.positions),
  }));
  const [sideA, sideB] = sides;
  if (!sideA || !sideB) throw new RangeError('Masking: expected two texts, got fewer');
  const wholeAndMasked = [{ a: [], b: [] }, ...masks];
  const textsA = wholeAndMasked.map((mask) => masked(sideA, mask.a));
  const textsB = wholeAndMasked.map((mask) => masked(sideB, mask.b));
  const embeddings = await embed(explainer, [...textsA, ...textsB], hooks);
  const of = (texts: readonly (readonly number[])[], at: number) =>
    embeddings.get(keyOf(texts[at] ?? [])) ?? new Float32Array(0);
  const [wholeA, wholeB] = [of(textsA, 0), of(textsB, 0)];
  const norms = length(wholeA) * length(wholeB);
  return {
    score: dot(wholeA, wholeB) / norms,
    masked: masks.map((_, i) => {
      const [x, y] = [of(textsA, i + 1), of(textsB, i + 1)];
      const product = dot(x, y);
      const own = length(x) * length(y);
      return { score: own > 0 ? product / own : 0, product: product / norms };
    }),
  };
}

/** Fewer texts take less time one by one than it takes to get ready for batches. */
const FEW = 24;

interface MaskedSide {
  readonly ids: readonly number[];
  readonly origin: readonly number[];
  readonly parts: readonly (readonly number[])[];
}

function masked({ ids, origin, parts }: MaskedSide, which: readonly number[]): readonly number[] {
  const text = [...ids];
  for (const part of which) {
    const positions = parts[part];
    if (!positions) {
      throw new InputError(`Masking: expected a part from 0 to ${parts.length - 1}, got ${part}`);
    }
    for (const position of positions) text[position] = origin[position] ?? 0;
  }
  return text;
}

function windowOf(reads: readonly Read[], asked = 0): Read {
  const read = reads[asked];
  if (read) return read;
  throw new InputError(`Windows: expected one from 0 to ${reads.length - 1}, got ${asked}`);
}

async function embed(
  explainer: Explainer,
  texts: readonly (readonly number[])[],
  hooks: Pick<Hooks, 'progress' | 'cancelled'>,
): Promise<Map<string, Float32Array>> {
  const distinct = new Map(texts.map((ids) => [keyOf(ids), ids]));
  if (distinct.size <= FEW) return oneByOne(explainer, distinct, hooks);
  const batches = await BatchEncoder.open(explainer.encoder);
  try {
    const found = await batches.encode([...distinct.values()], (done) => {
      throwIfCancelled(hooks);
      hooks.progress('encoding', done);
    });
    return new Map([...distinct.keys()].map((key, i) => [key, found[i] ?? new Float32Array(0)]));
  } finally {
    await batches.release();
  }
}

async function oneByOne(
  { embeddings }: Explainer,
  texts: ReadonlyMap<string, readonly number[]>,
  hooks: Pick<Hooks, 'progress' | 'cancelled'>,
): Promise<Map<string, Float32Array>> {
  const found = new Map<string, Float32Array>();
  for (const [key, ids] of texts) {
    throwIfCancelled(hooks);
    hooks.progress('encoding', found.size / texts.size);
    found.set(key, await embeddings.of(ids));
  }
  return found;
}

const keyOf = (ids: readonly number[]): string => ids.join(' ');
const length = (vector: ArrayLike<number>): number => Math.sqrt(dot(vector, vector));
