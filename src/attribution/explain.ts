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
import { type PairAccuracy, type PairAttribution, attributePair } from './attributePair.js';
import { Derivatives } from './derivatives.js';
import { type Hooks, throwIfCancelled } from './hooks.js';
import { InputError } from './inputError.js';
import {
  type Reference,
  type ReferenceOption,
  chooseReference,
  referenceIds,
} from './reference.js';
import type { TextPath } from './textPath.js';

export interface ExplainOptions {
  readonly layer: 'input' | 'middle' | 'last' | number;
  readonly reference: ReferenceOption;
  readonly accuracy: PairAccuracy;
  readonly level: Level;
}

export interface Explanation extends PairAttribution {
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

/** Far beyond what any encoder reads; more is a mistake, such as a whole log file. */
const MOST_CHARACTERS = 200_000;

/** A model with all that explaining needs. */
export class Explainer {
  readonly #derivatives: Derivatives;

  constructor(
    readonly encoder: Encoder,
    readonly tokenizer: Tokenizer,
    /** Tokens read at most, special ones included. */
    readonly maxTokens: number,
    /** Neutral reference tokens, best first. */
    readonly neutral: readonly number[],
  ) {
    this.#derivatives = new Derivatives(encoder);
  }

  /**
   * Invariants: the ledger adds up to the score; the matrix adds up to ledger.pairs; |residual| is
   * within the tolerance unless the finest rule ran out, and is true in any case.
   * Throws InputError, TokenizerError, UnsupportedNode, RunError, Cancelled.
   * Cost: 4 encodings and nodes × directions / chunk derivative runs a text.
   */
  async explain(a: string, b: string, options: ExplainOptions, hooks: Hooks): Promise<Explanation> {
    const layer = this.#layer(options.layer);
    const readA = this.#read(a, 'first');
    const readB = this.#read(b, 'second');
    const reference = chooseReference(options.reference, this.neutral, this.tokenizer, [
      readA.tokens,
      readB.tokens,
    ]);
    const partsA = partsAt(options.level, a, readA.tokens);
    const partsB = partsAt(options.level, b, readB.tokens);
    const pathA = await this.#path(readA, partsA, reference, hooks);
    hooks.progress('encoding', 0.5);
    const pathB = await this.#path(readB, partsB, reference, hooks);
    hooks.progress('encoding', 1);

    const pair = await attributePair(
      this.#derivatives,
      layer,
      pathA,
      pathB,
      options.accuracy,
      hooks,
    );
    return {
      layer,
      layerCount: this.encoder.layers.length,
      reference,
      level: options.level,
      tokensA: partsA,
      tokensB: partsB,
      unreadA: readA.unread,
      unreadB: readB.unread,
      tolerance: 'tolerance' in options.accuracy ? options.accuracy.tolerance : null,
      ...pair,
    };
  }

  async release(): Promise<void> {
    await this.#derivatives.release();
    await this.encoder.release();
  }

  #layer(layer: ExplainOptions['layer']): number {
    const count = this.encoder.layers.length;
    const index =
      layer === 'input'
        ? 0
        : layer === 'middle'
          ? Math.floor(count / 2)
          : layer === 'last'
            ? count - 1
            : layer;
    if (this.encoder.layers[index]) return index;
    throw new InputError(`Layer: expected input, middle, last or 0 to ${count - 1}, got ${index}`);
  }

  #read(text: string, which: 'first' | 'second'): EncodedText {
    if (text.length > MOST_CHARACTERS) {
      throw new InputError(
        `Text: expected at most ${MOST_CHARACTERS} characters in the ${which} text, ` +
          `got ${text.length}`,
      );
    }
    if (text.trim() === '') {
      throw new InputError(`Text: expected words in the ${which} text, got a blank one`);
    }
    const read = this.tokenizer.encode(text, this.maxTokens);
    if (read.tokens.every((token) => token.special)) {
      throw new InputError(
        `Text: expected words in the ${which} text, got only characters that the model ignores`,
      );
    }
    return read;
  }

  async #path(
    { tokens }: EncodedText,
    parts: readonly Part[],
    reference: Reference,
    hooks: Hooks,
  ): Promise<TextPath> {
    const ids = tokens.map((token) => token.id);
    throwIfCancelled(hooks);
    const text = await this.encoder.encode(ids);
    throwIfCancelled(hooks);
    const start = await this.encoder.encode(referenceIds(tokens, reference));
    return { ids, text, reference: start, parts: parts.map((part) => part.positions) };
  }
}
