import type {
  EngineReply,
  ExplainOptions,
  Explanation,
  ExplanationWithPairs,
  Mask,
  MaskedScores,
} from '../protocol.js';

/** The two texts of a request and how to explain them. */
export interface ExplainRequest {
  readonly a: string;
  readonly b: string;
  readonly options: ExplainOptions;
}

/** The texts of a request with some of their parts masked, each mask by itself. */
export interface MaskRequest extends ExplainRequest {
  readonly masks: readonly Mask[];
}

/** What a run is doing, as the wire names it. */
export type ExplainStage = Extract<EngineReply, { kind: 'progress' }>['stage'];

export interface ExplainHooks {
  /** `fraction` in [0, 1] of the stage. Each call also proves that the run is alive. */
  readonly progress: (stage: ExplainStage, fraction: number) => void;
  /** Asked between graph runs; an explainer that sees true stops with any error. */
  readonly cancelled: () => boolean;
  /** Called with each better result on the way, which no longer changes. */
  readonly found?: (explanation: Explanation) => void | Promise<void>;
}

/**
 * The work of the engine process. It must give the event loop a turn between graph runs, or a cancel
 * message is never read. Rejects with errors that `toFailure` can place.
 */
export type Explain = (
  request: ExplainRequest,
  hooks: ExplainHooks,
) => Promise<ExplanationWithPairs>;

/** The work of measuring what an explanation predicts; on the same terms as `Explain`. */
export type MeasureMasked = (
  request: MaskRequest,
  hooks: Pick<ExplainHooks, 'progress' | 'cancelled'>,
) => Promise<MaskedScores>;

/** What the engine does with texts. One model serves both. */
export interface TextWork {
  readonly explain: Explain;
  readonly mask: MeasureMasked;
}
