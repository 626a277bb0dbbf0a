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

/** How the hidden states of a text's tokens become its embedding. */
export const PoolingMode = v.picklist(['mean', 'cls', 'last', 'max', 'mean_sqrt_len']);
export type PoolingMode = v.InferOutput<typeof PoolingMode>;

/** What a model was trained to read in front of a query and of a passage, such as "query: ". */
export const Prefixes = v.object({ query: Text, passage: Text });
export type Prefixes = v.InferOutput<typeof Prefixes>;

export const ExplainOptions = v.object({
  /** `bundled`, the absolute path of a folder or .onnx file, or a Hub id `org/name[@rev][:file]`. */
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
  pooling: v.optional(PoolingMode),
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

// ---- Models -------------------------------------------------------------------------------------

/** A model that can be used at once. */
export const ListedModel = v.object({
  /** As ExplainOptions.model takes it. */
  model: Text,
  /** For people. */
  name: Text,
  source: v.picklist(['bundled', 'cached', 'recent']),
  /** All its files together. */
  bytes: v.nullable(Index),
  /** The ONNX file that is read, within its folder. */
  file: Text,
});
export type ListedModel = v.InferOutput<typeof ListedModel>;

/** What choosing a model would bring. */
export const ModelDescription = v.object({
  model: Text,
  /** `hub`: it has to be downloaded; `cached`: of the Hub too, but here already. */
  source: v.picklist(['bundled', 'local', 'cached', 'hub']),
  /** As the model card says (`apache-2.0`); null where nothing says. */
  licence: v.nullable(Text),
  /** Its terms must be accepted on the Hub first. */
  gated: v.boolean(),
  /** The ONNX file that would be read; null where there is none, and `problem` says why. */
  file: v.nullable(Text),
  problem: v.nullable(Text),
  totalBytes: Index,
  missingBytes: Index,
  /** Small files were never asked for that could state pooling or a limit of tokens. */
  incomplete: v.boolean(),
  /** Every ONNX file that could be named, best first, with all that would be read along with it. */
  variants: v.array(v.object({ file: Text, bytes: Index })),
  /** null: the files tell once they are here. */
  poolingKnown: v.nullable(v.boolean()),
  prefixes: v.nullable(Prefixes),
});
export type ModelDescription = v.InferOutput<typeof ModelDescription>;

/** What a model consists of, and what stands in the way of explaining it. */
export const Inspection = v.object({
  model: Text,
  inputs: v.array(v.object({ name: Text, dtype: Text })),
  /** "S" in a shape stands for the number of tokens. */
  layers: v.array(
    v.object({ index: Index, tensor: Text, shape: v.array(v.union([Finite, Text])) }),
  ),
  /** Operators of the file, most frequent first. */
  operators: v.array(v.object({ operator: Text, count: Index })),
  /** Operators without a derivative rule, with their nodes. */
  unsupported: v.array(v.object({ operator: Text, nodes: v.array(Text) })),
  quantisation: Text,
  /** Empty: the graph pools by itself. null: nothing says. */
  pooling: v.nullable(v.array(Text)),
  tokenizer: v.nullable(Text),
  /** null: nothing says. */
  maxTokens: v.nullable(Index),
  embeddingSize: Index,
  opset: Index,
  prefixes: v.nullable(Prefixes),
});
export type Inspection = v.InferOutput<typeof Inspection>;

// ---- Host ⇄ engine process ----------------------------------------------------------------------

export const EngineRequest = v.variant('kind', [
  v.object({
    kind: v.literal('explain'),
    id: Index,
    a: Text,
    b: Text,
    options: ExplainOptions,
  }),
  /** `recent`: names that the user chose before; those that still work are listed. */
  v.object({ kind: v.literal('listModels'), id: Index, recent: v.array(Text) }),
  v.object({ kind: v.literal('describeModel'), id: Index, model: Text }),
  v.object({ kind: v.literal('downloadModel'), id: Index, model: Text }),
  v.object({ kind: v.literal('inspectModel'), id: Index, model: Text }),
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
  v.object({ kind: v.literal('modelsListed'), id: Index, models: v.array(ListedModel) }),
  v.object({ kind: v.literal('modelDescribed'), id: Index, description: ModelDescription }),
  /** Bytes of all files of a download together; `done` may fall where a part was wrong. */
  v.object({ kind: v.literal('downloading'), id: Index, file: Text, done: Index, total: Index }),
  v.object({ kind: v.literal('modelDownloaded'), id: Index }),
  v.object({ kind: v.literal('modelInspected'), id: Index, inspection: Inspection }),
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
