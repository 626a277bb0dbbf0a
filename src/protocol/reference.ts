/** The token that stands for "no text", and the searches for good ones. */
import * as v from 'valibot';
import { PoolingMode } from './options.js';
import { Finite, Index, Text } from './parts.js';

const Named = v.object({ token: Text, id: Index });

/** The reference of an explanation, and why it is this one. */
export const ReferenceChoice = v.object({
  token: Text,
  id: Index,
  /**
   * asked: by id or name · model: stated by the model's files · search, quick: found by a search, or a
   * short one on first use · exact: the encoder's own · none: nothing neutral is known, or all of it occurs.
   */
  source: v.optional(v.picklist(['asked', 'model', 'search', 'quick', 'exact', 'none'])),
  /** More neutral ones that gave way, because they occur in one of the texts. */
  gaveWay: v.optional(v.array(Named)),
  /** How many tokens of each text are the reference itself, and so contribute nothing; absent: none. */
  occurs: v.optional(v.object({ a: Index, b: Index })),
});
export type ReferenceChoice = v.InferOutput<typeof ReferenceChoice>;

/** A reference with its figures over all pairs of a sample of texts. */
export const MeasuredReference = v.object({
  ...Named.entries,
  /** Mean |e(r)| over the texts. */
  norm: Finite,
  /** Mean and largest |constant + onlyA + onlyB| of a pair. */
  meanGap: Finite,
  maxGap: Finite,
  /** Of the pair sums with the scores; null where one of them does not vary. */
  spearman: v.nullable(Finite),
});
export type MeasuredReference = v.InferOutput<typeof MeasuredReference>;

/** What a search for neutral references found, measured on texts that had no part in it. */
export const ReferenceReport = v.object({
  chosen: MeasuredReference,
  /** Best first, as they were ranked on the texts that they were chosen on. */
  candidates: v.array(MeasuredReference),
  /** null: the tokenizer has none. */
  pad: v.nullable(MeasuredReference),
  unk: v.nullable(MeasuredReference),
  mask: v.nullable(MeasuredReference),
});
export type ReferenceReport = v.InferOutput<typeof ReferenceReport>;

const Agreement = v.object({
  spearman: v.nullable(Finite),
  pearson: v.nullable(Finite),
});

/** How well an exact encoder that was made keeps the cosines of the original, on texts never trained on. */
export const ExactReport = v.object({
  heldOutTexts: Index,
  heldOutPairs: Index,
  /** e(x) − e(r_x) as it is; null: one of the two does not vary. */
  shifted: Agreement,
  /** With the head; null: none was trained. */
  head: v.nullable(Agreement),
  seconds: Finite,
  /** Folder that was written. */
  out: Text,
});
export type ExactReport = v.InferOutput<typeof ExactReport>;

/** Which model, read how. */
const OfModel = {
  model: Text,
  pooling: v.optional(PoolingMode),
  prefixA: v.optional(Text),
  prefixB: v.optional(Text),
};

export const ReferenceTask = v.object({
  ...OfModel,
  /** Texts to choose on; those that come with Hitlight unless told. */
  choosing: v.optional(v.array(Text)),
});
export type ReferenceTask = v.InferOutput<typeof ReferenceTask>;

export const ExactTask = v.object({
  ...OfModel,
  /** Absolute path of a folder: new, empty, or an exact encoder to replace. */
  out: Text,
  /** Whether to train a head. */
  head: v.boolean(),
  seed: Index,
  /** Texts to train on; those that come with Hitlight unless told. */
  training: v.optional(v.array(Text)),
});
export type ExactTask = v.InferOutput<typeof ExactTask>;

export const SearchStage = v.picklist([
  'loading',
  'screening',
  'ranking',
  'tuning',
  'encoding',
  'training',
  'measuring',
  'writing',
  'checking',
]);
export type SearchStage = v.InferOutput<typeof SearchStage>;
