/**
 * Wire types of the two boundaries, host ⇄ engine process and host ⇄ webview, as schemas:
 * the type and its validator are one declaration. Both sides parse every message they receive.
 * Imports nothing of ours, so every layer may depend on it.
 */
import * as v from 'valibot';

// ---- Parts --------------------------------------------------------------------------------------

/** The two texts of a pair: `a` is the query, the first selection; `b` the hit, the second. */
export const Side = v.picklist(['a', 'b']);
export type Side = v.InferOutput<typeof Side>;

const Finite = v.pipe(v.number(), v.finite());
const Index = v.pipe(v.number(), v.integer(), v.minValue(0));
const Text = v.string();

/** One unit of a text. `start`/`end`: UTF-16 offsets, half-open, into the given text; null without a span. */
export const Token = v.object({
  /** Vocabulary form (`##ing`) at token level, the text's own characters at coarser levels. */
  text: Text,
  /** Vocabulary id; of the first piece at coarser levels. */
  id: Index,
  start: v.nullable(Index),
  end: v.nullable(Index),
  /** Added by the tokenizer ([CLS], [SEP]) and not part of the text. */
  special: v.boolean(),
});
export type Token = v.InferOutput<typeof Token>;

/** constant + onlyA + onlyB + pairs + residual = score, each divided by |e(a)||e(b)|. */
export const Ledger = v.object({
  constant: Finite,
  onlyA: Finite,
  onlyB: Finite,
  pairs: Finite,
  residual: Finite,
});
export type Ledger = v.InferOutput<typeof Ledger>;

/** What the encoder did not read of a text that is longer than its limit. */
export const Unread = v.object({
  /** UTF-16 offset from which on the encoder read nothing. */
  from: Index,
  /** Number of tokens left out. */
  tokens: Index,
});
export type Unread = v.InferOutput<typeof Unread>;

const FiniteArray = v.pipe(
  v.instance(Float64Array),
  v.check((values) => values.every(Number.isFinite), 'expected finite values'),
);

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
    reference: v.object({ token: Text, id: Index }),
    level: v.picklist(['token', 'word']),
    score: Finite,
    ledger: Ledger,
    tokensA: v.array(Token),
    tokensB: v.array(Token),
    /** [tokensA.length × tokensB.length], row-major. */
    matrix: FiniteArray,
    /** u_i · e(b) / norms: the row's pairs plus its share of onlyA. */
    marginalA: FiniteArray,
    marginalB: FiniteArray,
    unreadA: v.nullable(Unread),
    unreadB: v.nullable(Unread),
    /** Quadrature nodes evaluated for both texts together. */
    evaluations: Index,
    /** Asked-for bound on |residual|, null when the number of nodes was fixed. */
    tolerance: v.nullable(Finite),
    /** Of the explanation itself, with the model loaded. */
    elapsedMs: Finite,
  }),
  v.check(
    (e) =>
      e.matrix.length === e.tokensA.length * e.tokensB.length &&
      e.marginalA.length === e.tokensA.length &&
      e.marginalB.length === e.tokensB.length,
    'expected matrix and marginals to match the tokens',
  ),
);
export type Explanation = v.InferOutput<typeof Explanation>;

export const ExplainOptions = v.object({
  /** `bundled`, or a folder. */
  model: Text,
  layer: v.union([v.picklist(['input', 'middle', 'last']), Index]),
  reference: v.union([v.picklist(['auto', 'pad', 'unk', 'mask']), v.object({ id: Index })]),
  accuracy: v.union([
    /** Bound on the quadrature error as a share of the score's scale (1 for a cosine). */
    v.object({ tolerance: v.pipe(Finite, v.gtValue(0)) }),
    /** Fixed number of quadrature nodes a text. */
    v.object({ nodes: v.pipe(Index, v.minValue(1)) }),
  ]),
  level: v.picklist(['token', 'word']),
  /** Overrides what the model's files say, or says what they do not. */
  pooling: v.optional(v.picklist(['mean', 'cls', 'last', 'max', 'mean_sqrt_len'])),
  /** What the model wants in front of each text, such as "query: " and "passage: ". */
  prefixA: v.optional(Text),
  prefixB: v.optional(Text),
});
export type ExplainOptions = v.InferOutput<typeof ExplainOptions>;

/** A failure as the other side may show it: `stage: expected X, got Y`, never a stack. */
export const Failure = v.object({
  /** Where it happened; host/ maps it to advice. */
  stage: v.picklist([
    'input', // empty, blank, too large or ill-formed text; bad option
    'model', // missing, corrupt or unsupported model file
    'tokenizer',
    'graph', // cutting or differentiating the graph
    'run', // onnxruntime refused or returned NaN
    'engine', // the process itself: died, timed out
    'cancelled',
  ]),
  message: Text,
});
export type Failure = v.InferOutput<typeof Failure>;

// ---- Host ⇄ engine process ----------------------------------------------------------------------

export const EngineRequest = v.variant('kind', [
  v.object({
    kind: v.literal('explain'),
    id: Index,
    a: Text,
    b: Text,
    options: ExplainOptions,
  }),
  v.object({ kind: v.literal('cancel'), id: Index }),
]);
export type EngineRequest = v.InferOutput<typeof EngineRequest>;

export const EngineReply = v.variant('kind', [
  /** Sent once, when the process accepts requests. */
  v.object({ kind: v.literal('ready') }),
  v.object({
    kind: v.literal('progress'),
    id: Index,
    stage: v.picklist(['loading', 'encoding', 'attributing']),
    /** Done share in [0, 1]. */
    fraction: Finite,
  }),
  v.object({ kind: v.literal('explained'), id: Index, explanation: Explanation }),
  v.object({ kind: v.literal('failed'), id: Index, failure: Failure }),
]);
export type EngineReply = v.InferOutput<typeof EngineReply>;

// ---- Host ⇄ webview panel -----------------------------------------------------------------------

/** An explanation with what the panel needs to draw it. */
export const ExplanationView = v.object({
  explanation: Explanation,
  textA: Text,
  textB: Text,
  /** Short name of each text's place ("retry.ts:10–24"); never a full path. */
  labelA: Text,
  labelB: Text,
  /** The text was edited since it was explained. */
  staleA: v.boolean(),
  staleB: v.boolean(),
});
export type ExplanationView = v.InferOutput<typeof ExplanationView>;

/** Tokens to emphasise: those under the pointer or cursor, on either side. */
export const Emphasis = v.object({ a: v.nullable(Index), b: v.nullable(Index) });
export type Emphasis = v.InferOutput<typeof Emphasis>;

export const HostToPanel = v.variant('kind', [
  v.object({ kind: v.literal('show'), view: ExplanationView }),
  v.object({ kind: v.literal('stale'), side: Side }),
  v.object({ kind: v.literal('emphasise'), emphasis: Emphasis }),
  /** fraction null: indeterminate. */
  v.object({ kind: v.literal('busy'), message: Text, fraction: v.nullable(Finite) }),
  /** The last explanation, if any, stays on screen below the message. */
  v.object({ kind: v.literal('failed'), message: Text, advice: Text }),
  /** Work ended without a new explanation; what was on screen before is valid again. */
  v.object({ kind: v.literal('idle') }),
]);
export type HostToPanel = v.InferOutput<typeof HostToPanel>;

export const PanelToHost = v.variant('kind', [
  v.object({ kind: v.literal('ready') }),
  v.object({ kind: v.literal('emphasise'), emphasis: Emphasis }),
  /** Go to a token in its editor. */
  v.object({ kind: v.literal('reveal'), side: Side, token: Index }),
  v.object({ kind: v.literal('cancel') }),
  /** Explain the same two places again with their present text. */
  v.object({ kind: v.literal('refresh') }),
]);
export type PanelToHost = v.InferOutput<typeof PanelToHost>;

/** Parse an incoming message; null when it is not one. Never throws. */
export function parseMessage<S extends v.GenericSchema>(
  schema: S,
  message: unknown,
): v.InferOutput<S> | null {
  const result = v.safeParse(schema, message);
  return result.success ? result.output : null;
}
