/** What an explanation is asked with. */
import * as v from 'valibot';
import { Finite, Index, Text } from './parts.js';

/** How the hidden states of a text's tokens become its embedding. */
export const PoolingMode = v.picklist(['mean', 'cls', 'last', 'max', 'mean_sqrt_len']);
export type PoolingMode = v.InferOutput<typeof PoolingMode>;

/** What a model was trained to read in front of a query and of a passage, such as "query: ". */
export const Prefixes = v.object({ query: Text, passage: Text });
export type Prefixes = v.InferOutput<typeof Prefixes>;

/** Units that are paired: the model's pieces, or what they add up to. */
export const Level = v.picklist(['token', 'word', 'line', 'sentence']);
export type Level = v.InferOutput<typeof Level>;

/** How contributions are found; docs/methods.md says what each is. */
export const SideMethod = v.picklist([
  'ij',
  'ij-layers',
  'ij-scattered',
  'ij-mixed',
  'shapley',
  'simpson',
  'ends',
]);
export type SideMethod = v.InferOutput<typeof SideMethod>;

/** `auto`: the closest to Shapley's contributions that costs little more than `ij`. */
export const Method = v.picklist(['auto', ...SideMethod.options]);
export type Method = v.InferOutput<typeof Method>;

/** What the graph runs on; which of them there are depends on the platform. */
export const Provider = v.picklist(['cpu', 'webgpu', 'coreml', 'dml', 'cuda']);
export type Provider = v.InferOutput<typeof Provider>;

/** What becomes of a text that is longer than the model reads. */
export const LongText = v.picklist(['truncate', 'windows']);
export type LongText = v.InferOutput<typeof LongText>;

/** Fewer would hold little more than special tokens. */
export const LEAST_TOKENS = 8;

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
  level: Level,
  /** What is explained; the cosine unless told. */
  score: v.optional(v.picklist(['cosine', 'dot'])),
  /** `ij` unless told. */
  method: v.optional(Method),
  /** Of methods that sample: the same seed gives the same numbers. */
  seed: v.optional(Index),
  /** Overrides what the model's files say, or says what they do not. */
  pooling: v.optional(PoolingMode),
  /** What the model wants in front of each text, such as "query: " and "passage: ". */
  prefixA: v.optional(Text),
  prefixB: v.optional(Text),
  /** `truncate` unless told. */
  longText: v.optional(LongText),
  /** Tokens read at most, special ones included; 0 or none: as many as the model says. */
  maxTokens: v.optional(v.union([v.literal(0), v.pipe(Index, v.minValue(LEAST_TOKENS))])),
  /** Windows to explain, counted from 0, of long texts in windows; those that match best unless told. */
  windowA: v.optional(Index),
  windowB: v.optional(Index),
});
export type ExplainOptions = v.InferOutput<typeof ExplainOptions>;
