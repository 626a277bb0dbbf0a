/** Host ⇄ engine process. */
import * as v from 'valibot';
import { Explanation, FinishedExplanation } from './explanation.js';
import { MaskedScores, Masks } from './masking.js';
import { Inspection, ListedModel, ModelDescription } from './models.js';
import { ExplainOptions, PoolingMode, Provider } from './options.js';
import { Failure, Finite, Index, Text } from './parts.js';
import { Report } from './report.js';
import {
  ExactReport,
  ExactTask,
  ReferenceReport,
  ReferenceTask,
  SearchStage,
} from './reference.js';
import { StudyFiles, StudyName, StudyOptions } from './studies.js';

export const EngineRequest = v.variant('kind', [
  v.object({
    kind: v.literal('explain'),
    id: Index,
    a: Text,
    b: Text,
    options: ExplainOptions,
  }),
  /** Scores of the same texts with some of their parts masked. */
  v.object({
    kind: v.literal('mask'),
    id: Index,
    a: Text,
    b: Text,
    options: ExplainOptions,
    masks: Masks,
  }),
  /** `recent`: names that the user chose before; those that still work are listed. */
  v.object({ kind: v.literal('listModels'), id: Index, recent: v.array(Text) }),
  v.object({ kind: v.literal('describeModel'), id: Index, model: Text }),
  v.object({ kind: v.literal('downloadModel'), id: Index, model: Text }),
  v.object({ kind: v.literal('inspectModel'), id: Index, model: Text }),
  /**
   * Whether an execution provider computes what the processor does. `ids`: the model is an ONNX file
   * without a tokenizer.
   */
  v.object({
    kind: v.literal('tryProvider'),
    id: Index,
    model: Text,
    provider: Provider,
    pooling: v.optional(PoolingMode),
    ids: v.boolean(),
  }),
  v.object({
    kind: v.literal('study'),
    id: Index,
    study: StudyName,
    files: StudyFiles,
    options: StudyOptions,
  }),
  /** Searches a vocabulary; what is found is what `auto` takes from then on. */
  v.object({ kind: v.literal('findReference'), id: Index, ...ReferenceTask.entries }),
  v.object({ kind: v.literal('makeExact'), id: Index, ...ExactTask.entries }),
  v.object({ kind: v.literal('cancel'), id: Index }),
]);
export type EngineRequest = v.InferOutput<typeof EngineRequest>;

export const EngineReply = v.variant('kind', [
  /** Sent once, when the process accepts requests. */
  v.object({ kind: v.literal('ready') }),
  v.object({
    kind: v.literal('progress'),
    id: Index,
    stage: v.picklist(['loading', 'reference', 'scoring', 'encoding', 'attributing']),
    /** Done share in [0, 1]. */
    fraction: Finite,
  }),
  /** A first or better result of a request that goes on. */
  v.object({ kind: v.literal('partial'), id: Index, explanation: Explanation }),
  v.object({ kind: v.literal('explained'), id: Index, explanation: FinishedExplanation }),
  v.object({ kind: v.literal('masked'), id: Index, scores: MaskedScores }),
  v.object({ kind: v.literal('modelsListed'), id: Index, models: v.array(ListedModel) }),
  v.object({ kind: v.literal('modelDescribed'), id: Index, description: ModelDescription }),
  /** Bytes of all files of a download together; `done` may fall where a part was wrong. */
  v.object({ kind: v.literal('downloading'), id: Index, file: Text, done: Index, total: Index }),
  v.object({ kind: v.literal('modelDownloaded'), id: Index }),
  v.object({ kind: v.literal('modelInspected'), id: Index, inspection: Inspection }),
  /** How far the stage of a search, or of making an exact encoder, has come, in [0, 1]. */
  v.object({ kind: v.literal('searching'), id: Index, stage: SearchStage, fraction: Finite }),
  v.object({ kind: v.literal('referenceFound'), id: Index, report: ReferenceReport }),
  v.object({ kind: v.literal('exactMade'), id: Index, report: ExactReport }),
  /** refusal: why its numbers cannot be used, null where they can. */
  v.object({
    kind: v.literal('providerTried'),
    id: Index,
    refusal: v.nullable(Text),
    /** Largest difference from the processor as a share of the largest entry, where both ran. */
    deviation: v.nullable(Finite),
  }),
  /** Pairs measured, of all. */
  v.object({ kind: v.literal('studying'), id: Index, done: Index, total: Index }),
  v.object({ kind: v.literal('studied'), id: Index, report: Report }),
  v.object({ kind: v.literal('failed'), id: Index, failure: Failure }),
]);
export type EngineReply = v.InferOutput<typeof EngineReply>;
