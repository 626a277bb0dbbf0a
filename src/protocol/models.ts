/** Models: listed, described, inspected. */
import * as v from 'valibot';
import { Finite, Index, Text } from './parts.js';
import { Prefixes } from './options.js';

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
  /** Only of an exact encoder: the reference that it subtracts; token null without a tokenizer. */
  exact: v.optional(v.object({ id: Index, token: v.nullable(Text) })),
});
export type Inspection = v.InferOutput<typeof Inspection>;
