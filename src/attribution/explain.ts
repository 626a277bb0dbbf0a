/**
 * Explains one pair: which parts of the two texts make up their cosine similarity.
 *
 * Integrated Jacobians for Siamese encoders: Möller, Nikolaev & Padó 2023
 * (https://arxiv.org/abs/2310.05703) and 2024 (https://arxiv.org/abs/2402.02883). Departures: the
 * contraction with the path is done before differentiation, quadrature adapts to the completeness
 * error, and the terms that their approximation drops are kept as a ledger.
 */
import type { Encoder } from '../encoder/encoder.js';
import type { EncodedText, Tokenizer } from '../text/tokenizer.js';
import { type Level, type Part, partsAt } from './aggregate.js';
import {
  type FinishedAttribution,
  type PairAccuracy,
  type PairAttribution,
  attributePair,
} from './attributePair.js';
import { Contributions } from './contributions.js';
import { Derivatives } from './derivatives.js';
import { type Hooks, throwIfCancelled } from './hooks.js';
import { InputError } from './inputError.js';
import { type Read, readText } from './readText.js';
import {
  type Reference,
  type ReferenceOption,
  chooseReference,
  referenceIds,
} from './reference.js';

export type LayerOption = 'input' | 'middle' | 'last' | number;

export interface ExplainOptions {
  readonly layer: LayerOption;
  readonly reference: ReferenceOption;
  readonly accuracy: PairAccuracy;
  readonly level: Level;
  /** What the model wants in front of a query and of a passage. */
  readonly prefixA?: string | undefined;
  readonly prefixB?: string | undefined;
}

/** What an explanation says beside its numbers. */
interface About {
  readonly layer: number;
  readonly layerCount: number;
  readonly reference: Reference;
  readonly level: Level;
  readonly tokensA: readonly Part[];
  readonly tokensB: readonly Part[];
  readonly unreadA: EncodedText['unread'];
  readonly unreadB: EncodedText['unread'];
  readonly tolerance: number | null;
}

export type Explanation = FinishedAttribution & About;

/** An explanation, done or not. */
export type TextResult = PairAttribution & About;

/** Hooks of those who explain texts. */
export interface TextHooks extends Omit<Hooks, 'found'> {
  found?(result: TextResult): void;
}

/** A sequence of ids with its reference, grouped into parts. */
export interface Sequence {
  readonly ids: readonly number[];
  readonly reference: readonly number[];
  readonly parts: readonly (readonly number[])[];
}

/** An encoder with its derivatives; explains ids, whatever they stand for. */
export class Explainer {
  readonly #derivatives: Derivatives;
  readonly #contributions = new Contributions();

  constructor(readonly encoder: Encoder) {
    this.#derivatives = new Derivatives(encoder);
  }

  /**
   * Invariants: the ledger adds up to the score; the matrix adds up to ledger.pairs; |residual| is
   * within the tolerance unless the finest rule ran out, and is true in any case.
   * Throws InputError, UnsupportedNode, RunError, Cancelled.
   * Cost: 4 encodings, then as attribution/plan.ts says.
   */
  async attribute(
    layer: number,
    a: Sequence,
    b: Sequence,
    accuracy: PairAccuracy,
    hooks: Hooks,
  ): Promise<FinishedAttribution> {
    const pathA = await this.#path(a, hooks);
    hooks.progress('encoding', 0.5);
    const pathB = await this.#path(b, hooks);
    hooks.progress('encoding', 1);
    return attributePair(
      this.#derivatives,
      this.#contributions,
      layer,
      pathA,
      pathB,
      accuracy,
      hooks,
    );
  }

  /** The index of a layer. Throws InputError where the encoder has none such. */
  layer(option: LayerOption): number {
    const count = this.encoder.layers.length;
    const named = { input: 0, middle: Math.floor(count / 2), last: count - 1 };
    const index = typeof option === 'number' ? option : named[option];
    if (this.encoder.layers[index]) return index;
    throw new InputError(`Layer: expected input, middle, last or 0 to ${count - 1}, got ${index}`);
  }

  async release(): Promise<void> {
    await this.#derivatives.release();
    await this.encoder.release();
  }

  async #path({ ids, reference, parts }: Sequence, hooks: Hooks) {
    const rows = this.encoder.vocabulary;
    const unknown = [...ids, ...reference].find((id) => id >= rows);
    if (unknown !== undefined) {
      throw new InputError(`Ids: expected ids from 0 to ${rows - 1}, got ${unknown}`);
    }
    throwIfCancelled(hooks);
    const text = await this.encoder.encode(ids);
    throwIfCancelled(hooks);
    const origin = await this.encoder.encode(reference);
    return { ids, referenceIds: reference, text, reference: origin, parts };
  }
}

/** What a model folder adds to its encoder. */
export interface Reader {
  readonly tokenizer: Tokenizer;
  /** Tokens read at most, special ones included. */
  readonly maxTokens: number;
  /** Neutral reference tokens, best first. */
  readonly neutral: readonly number[];
}

/** Explains two texts. Throws and costs as `Explainer.attribute`; also throws TokenizerError. */
export async function explainTexts(
  explainer: Explainer,
  { tokenizer, maxTokens, neutral }: Reader,
  a: string,
  b: string,
  options: ExplainOptions,
  hooks: TextHooks,
): Promise<Explanation> {
  const layer = explainer.layer(options.layer);
  const readA = readText(a, 'first', tokenizer, maxTokens, options.prefixA);
  const readB = readText(b, 'second', tokenizer, maxTokens, options.prefixB);
  const texts = [readA.tokens, readB.tokens];
  const reference = chooseReference(options.reference, neutral, tokenizer, texts);
  const side = ({ text, tokens }: Read): Side => {
    const parts = partsAt(options.level, text, tokens);
    return {
      parts,
      sequence: {
        ids: tokens.map((token) => token.id),
        reference: referenceIds(tokens, reference),
        parts: parts.map((part) => part.positions),
      },
    };
  };
  const [sideA, sideB] = [side(readA), side(readB)];
  const { accuracy, level } = options;
  const about: About = {
    layer,
    layerCount: explainer.encoder.layers.length,
    reference,
    level,
    tokensA: sideA.parts,
    tokensB: sideB.parts,
    unreadA: readA.unread,
    unreadB: readB.unread,
    tolerance: 'tolerance' in accuracy ? accuracy.tolerance : null,
  };
  const found = await explainer.attribute(layer, sideA.sequence, sideB.sequence, accuracy, {
    ...hooks,
    found: (result) => hooks.found?.({ ...result, ...about }),
  });
  return { ...found, ...about };
}

interface Side {
  readonly parts: readonly Part[];
  readonly sequence: Sequence;
}
