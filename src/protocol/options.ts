/** What an explanation is asked with. */
import * as v from 'valibot';
import { Finite, Index, Text } from './parts.js';

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
