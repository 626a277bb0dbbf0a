/** Studies: which there are, and what they are asked with. */
import * as v from 'valibot';
import { ExplainOptions } from './options.js';
import { Finite, Index, Text } from './parts.js';

export const StudyName = v.picklist([
  'agreement',
  'reference-terms',
  'sums',
  'convergence',
  'concentration',
  'syntax',
  'negation',
  'adjectives',
  'lexical-bias',
  'faithfulness',
  'code-roles',
  'compare',
]);
export type StudyName = v.InferOutput<typeof StudyName>;

const { model, layer, reference, pooling, prefixA, prefixB, maxTokens } = ExplainOptions.entries;

export const StudyOptions = v.object({
  ...{ model, layer, reference, pooling, prefixA, prefixB, maxTokens },
  /** The other model of `compare`, or the exact one of `agreement`. */
  otherModel: v.optional(Text),
  otherPooling: pooling,
  /** Bound on the quadrature error, as of an explanation. */
  tolerance: v.pipe(Finite, v.gtValue(0)),
  /** Measure at most so many pairs, drawn by the seed; none: the study's own limit, if it has one. */
  limit: v.optional(v.pipe(Index, v.minValue(1))),
  seed: Index,
  /** Layers of studies that compare some; none: first, middle, last. */
  layers: v.optional(v.union([v.literal('all'), v.array(Index)])),
  /** What counts as unsafe: |reference gap| above it. */
  threshold: v.optional(v.pipe(Finite, v.gtValue(0))),
  /** Programming language of the second texts (code-roles). */
  language: v.optional(Text),
});
export type StudyOptions = v.InferOutput<typeof StudyOptions>;

/** A file's bytes with its name: the engine's process reads nothing that it was not given. */
export const InputFile = v.object({ name: Text, bytes: v.instance(Uint8Array) });
export type InputFile = v.InferOutput<typeof InputFile>;

/** null: the study's bundled sample. */
export const StudyFiles = v.object({
  pairs: v.nullable(InputFile),
  /** CoNLL-U of the first and the second texts (syntax). */
  conlluA: v.nullable(InputFile),
  conlluB: v.nullable(InputFile),
});
export type StudyFiles = v.InferOutput<typeof StudyFiles>;
