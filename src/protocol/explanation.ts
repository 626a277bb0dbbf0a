/** The result: which pairs of tokens make up a score. */
import * as v from 'valibot';
import { Level, Method, Provider, SideMethod } from './options.js';
import { Finite, Index, Ledger, Text, Token, Unread } from './parts.js';
import { ReferenceChoice } from './reference.js';

const FiniteArray = v.pipe(
  v.instance(Float64Array),
  v.check((values) => values.every(Number.isFinite), 'expected finite values'),
);

/** A part of a text that is longer than the encoder reads, encoded as a text of its own. */
export const TextWindow = v.object({
  /** UTF-16 offsets, half-open, into the given text. */
  start: Index,
  end: Index,
  /** Special ones included. */
  tokens: Index,
  /** With the best window of the other text, or all of it. */
  score: Finite,
  /** Exact but for rounding: needs no quadrature. */
  ledger: Ledger,
  /** That window of the other text; 0 where it is read whole. */
  partner: Index,
});
export type TextWindow = v.InferOutput<typeof TextWindow>;

export const Windows = v.object({
  /** In the order of the text; null: the text is read whole. */
  a: v.nullable(v.array(TextWindow)),
  b: v.nullable(v.array(TextWindow)),
  /** Which are explained; 0 where a text is read whole. */
  shown: v.object({ a: Index, b: Index }),
});
export type Windows = v.InferOutput<typeof Windows>;

/** How the contributions were found. */
export const Estimation = v.object({
  asked: Method,
  /** What each text's come from; `auto` takes what suits the pair. */
  a: SideMethod,
  b: SideMethod,
  /**
   * What `Explanation.error` is: the largest
   * completeness: difference of the sum, a row or a column from what is known of it ·
   * shared: the same before it was shared out equally among the tokens ·
   * standardError: standard error of an entry.
   */
  error: v.picklist(['completeness', 'shared', 'standardError']),
  /** Of the matrix's entries, where samples tell: of the sampling, not of what a method neglects. */
  standardError: v.optional(v.array(Finite)),
});
export type Estimation = v.InferOutput<typeof Estimation>;

export const Explanation = v.pipe(
  v.object({
    model: Text,
    /** Input hidden state of this encoder layer carries the path; 0 is the embedding output. */
    layer: Index,
    layerCount: Index,
    /** The model file's own score where it is quantised; what is explained is the float network. */
    original: v.optional(
      v.object({ quantisation: v.picklist(['float16', 'int8', 'int4', 'int2']), score: Finite }),
    ),
    /** Only where something else than the processor was asked for; reason: why it is not used. */
    provider: v.optional(v.object({ used: Provider, asked: Provider, reason: v.optional(Text) })),
    reference: ReferenceChoice,
    level: Level,
    method: Estimation,
    /** Only where it is not the cosine. */
    scoreKind: v.optional(v.literal('dot')),
    score: Finite,
    ledger: Ledger,
    tokensA: v.array(Token),
    tokensB: v.array(Token),
    /** [tokensA.length × tokensB.length], row-major; null: pairs are not known (yet). */
    matrix: v.nullable(FiniteArray),
    /** u_i · e(b) / norms: the row's pairs plus its share of onlyA. */
    marginalA: FiniteArray,
    marginalB: FiniteArray,
    unreadA: v.nullable(Unread),
    unreadB: v.nullable(Unread),
    /** Largest error that the method reveals, of the score; `method.error` says which. */
    error: Finite,
    /**
     * windows: only scores and ledgers of windows, and no tokens · marginals: each token's total, without pairs · refining: pairs too, with `error` shrinking ·
     * done · stopped: ended before it was done, and shown for what it is.
     */
    stage: v.picklist(['windows', 'marginals', 'refining', 'done', 'stopped']),
    /** Quadrature nodes, and encodings of texts with tokens replaced, for both texts together. */
    evaluations: Index,
    /** Asked-for bound on `error`, null where the number of nodes was fixed or the method has no bound. */
    tolerance: v.nullable(Finite),
    /** Of long texts that were asked for in windows; what is explained is one window of each. */
    windows: v.optional(Windows),
    /** Of the explanation itself, with the model loaded. */
    elapsedMs: Finite,
  }),
  v.check(
    (e) =>
      (e.matrix === null || e.matrix.length === e.tokensA.length * e.tokensB.length) &&
      e.marginalA.length === e.tokensA.length &&
      e.marginalB.length === e.tokensB.length,
    'expected matrix and marginals to match the tokens',
  ),
);
export type Explanation = v.InferOutput<typeof Explanation>;

/** An explanation whose pairs are known. */
export type ExplanationWithPairs = Explanation & { matrix: NonNullable<Explanation['matrix']> };

export const hasPairs = (explanation: Explanation): explanation is ExplanationWithPairs =>
  explanation.matrix !== null;

/** What an engine ends with. */
export const FinishedExplanation = v.pipe(
  Explanation,
  v.guard(hasPairs),
  v.check((e) => e.stage === 'done', 'expected an explanation that is done'),
);
