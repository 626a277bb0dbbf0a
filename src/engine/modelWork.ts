import type {
  EngineReply,
  EngineRequest,
  ExactReport,
  ExactTask,
  Inspection,
  ListedModel,
  ModelDescription,
  ReferenceReport,
  ReferenceTask,
  Report,
  SearchStage,
} from '../protocol.js';

/** Bytes of all files of a download together. */
export interface DownloadState {
  readonly file: string;
  readonly done: number;
  readonly total: number;
}

/** A study to do, of one model or two. */
export type StudyTask = Omit<Extract<EngineRequest, { kind: 'study' }>, 'kind' | 'id'>;

/** Pairs of a study that are measured. */
export interface StudyState {
  readonly done: number;
  readonly total: number;
}

/** How far a search, or the making of an exact encoder, has come. */
export interface SearchState {
  readonly stage: SearchStage;
  /** Of the stage, in [0, 1]. */
  readonly fraction: number;
}

/** A model, and the execution provider to try it on. */
export type ProviderTrial = Omit<Extract<EngineRequest, { kind: 'tryProvider' }>, 'kind' | 'id'>;

export type ProviderVerdict = Omit<Extract<EngineReply, { kind: 'providerTried' }>, 'kind' | 'id'>;

/**
 * What the engine process does with models beside explaining. Each rejects with errors that
 * `toFailure` can place; an aborted signal ends what waits for the network.
 */
export interface ModelWork {
  list(recent: readonly string[]): Promise<ListedModel[]>;
  describe(model: string, signal: AbortSignal): Promise<ModelDescription>;
  download(
    model: string,
    signal: AbortSignal,
    progress: (state: DownloadState) => void,
  ): Promise<void>;
  inspect(model: string): Promise<Inspection>;
  tryProvider(trial: ProviderTrial): Promise<ProviderVerdict>;
  study(
    task: StudyTask,
    signal: AbortSignal,
    progress: (state: StudyState) => void,
  ): Promise<Report>;
  findReference(
    task: ReferenceTask,
    signal: AbortSignal,
    progress: (state: SearchState) => void,
  ): Promise<ReferenceReport>;
  makeExact(
    task: ExactTask,
    signal: AbortSignal,
    progress: (state: SearchState) => void,
  ): Promise<ExactReport>;
}
