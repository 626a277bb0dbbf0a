/** What messages are made of. */
import * as v from 'valibot';

/** The two texts of a pair: `a` is the query, the first selection; `b` the hit, the second. */
export const Side = v.picklist(['a', 'b']);
export type Side = v.InferOutput<typeof Side>;

export const Finite = v.pipe(v.number(), v.finite());
export const Index = v.pipe(v.number(), v.integer(), v.minValue(0));
export const Text = v.string();

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
  /** The model's tokens in it; one unless told. */
  count: v.optional(v.pipe(Index, v.minValue(1))),
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
