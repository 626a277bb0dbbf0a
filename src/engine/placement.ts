/** Which execution provider a model runs on: the one asked for where that proves itself. */
import { Explainer } from '../attribution/explain.js';
import { type Provider, failedOn, notOffered } from '../encoder/executionProviders.js';
import { RunError, type Runtime } from '../encoder/runtime.js';
import type { LoadedNetwork } from './loadModel.js';
import type { ProviderTrial, ProviderVerdict } from './modelWork.js';

/** What a trial is about, the provider aside. */
export type Trial = Omit<ProviderTrial, 'provider'>;

export interface PlacementOptions {
  readonly asked: Provider;
  /** What the runtime's build has. */
  readonly offered: readonly string[];
  readonly platform: string;
  /** Rejects where the trial's process died or hung. */
  readonly tryProvider: (trial: ProviderTrial, signal: AbortSignal) => Promise<ProviderVerdict>;
  /** Opened for the first time once a trial has passed: a driver can take a process down. */
  readonly runtime: () => Runtime;
  readonly log: (line: string) => void;
}

export class Placement {
  /** Why not, by model; null: it passed. */
  readonly #refusals = new Map<string, string | null>();

  constructor(private readonly options: PlacementOptions) {}

  /**
   * A model that loads on the processor, on the provider if its numbers can be used there; else as it
   * is, with the reason. Throws what loading throws. Cost: a trial the first time, beside the loading.
   */
  async place<Network extends LoadedNetwork>(
    loading: Promise<Network>,
    trial: Trial,
  ): Promise<Network> {
    const { asked } = this.options;
    if (asked === 'cpu') return loading;
    const abort = new AbortController();
    loading.catch(() => abort.abort());
    const [network, refusal] = await Promise.all([loading, this.#tried(trial, abort.signal)]);
    const stay = (reason: string) => ({
      ...network,
      provider: { used: 'cpu' as const, asked, reason },
    });
    if (refusal !== null) return stay(refusal);
    try {
      const encoder = await network.explainer.encoder.on(this.options.runtime());
      await network.explainer.release();
      return { ...network, explainer: new Explainer(encoder), provider: { used: asked, asked } };
    } catch (error) {
      if (!(error instanceof RunError)) throw error;
      return stay(this.#refuse(trial, error));
    }
  }

  /**
   * Whether an error is one that the processor may not have: the model is then to be placed anew, and
   * stays on the processor.
   */
  gaveUp({ provider }: LoadedNetwork, trial: Trial, error: unknown): boolean {
    if (provider === undefined || provider.used === 'cpu') return false;
    if (!(error instanceof RunError)) return false;
    this.#refuse(trial, error);
    return true;
  }

  #refuse(trial: Trial, error: unknown): string {
    const refusal = failedOn(this.options.asked, error);
    this.options.log(refusal);
    this.#refusals.set(key(trial), refusal);
    return refusal;
  }

  /** Why the provider cannot be used, null where it can. Never rejects. */
  async #tried(trial: Trial, signal: AbortSignal): Promise<string | null> {
    const known = this.#refusals.get(key(trial));
    if (known !== undefined) return known;
    const { asked, offered, platform, tryProvider, log } = this.options;
    let refusal = notOffered(asked, offered, platform);
    if (refusal === null) {
      try {
        const verdict = await tryProvider({ ...trial, provider: asked }, signal);
        refusal = verdict.refusal;
        const deviation = verdict.deviation?.toPrecision(2) ?? 'not known';
        log(`Provider: tried ${asked}, largest difference from the processor ${deviation}`);
      } catch (error) {
        // An aborted one says nothing about the provider: the model itself did not load.
        return signal.aborted ? failedOn(asked, error) : this.#refuse(trial, error);
      }
    }
    if (refusal !== null) log(refusal);
    this.#refusals.set(key(trial), refusal);
    return refusal;
  }
}

const key = ({ model, pooling, ids }: Trial) => JSON.stringify([model, pooling, ids]);
