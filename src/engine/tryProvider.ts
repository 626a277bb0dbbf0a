/** A model's trial on an execution provider, which can end this process: it has one of its own. */
import { CANARY_BOUND, runCanary, worstDeviation } from '../attribution/canary.js';
import type { Encoder } from '../encoder/encoder.js';
import { type Provider, failedOn } from '../encoder/executionProviders.js';
import { RunError, type Runtime } from '../encoder/runtime.js';
import { createRuntime } from '../encoder/session.js';
import { loadModel, loadNetwork } from './loadModel.js';
import type { ProviderTrial, ProviderVerdict } from './modelWork.js';

/** Throws as loading the model does. Cost: loading it, then two canaries. */
export async function tryProvider(
  { model, provider, pooling, ids }: ProviderTrial,
  modelsFolder: string,
): Promise<ProviderVerdict> {
  const cpu = createRuntime({ threads: 1 });
  const { explainer } = ids
    ? await loadNetwork(model, cpu, pooling && { modes: [pooling], dense: [] })
    : await loadModel(model, modelsFolder, cpu, { pooling });
  try {
    return await judge(explainer.encoder, createRuntime({ threads: 1, provider }), provider);
  } finally {
    await explainer.release();
  }
}

/**
 * Whether a provider's numbers can be used. Throws where the processor itself fails.
 * @param trusted runs on the processor
 * @param runtime of the provider
 */
export async function judge(
  trusted: Encoder,
  runtime: Runtime,
  provider: Provider,
): Promise<ProviderVerdict> {
  const expected = await runCanary(trusted);
  try {
    const other = await trusted.on(runtime);
    try {
      const { of, share } = worstDeviation(expected, await runCanary(other, expected.embedding));
      if (share <= CANARY_BOUND) return { refusal: null, deviation: share };
      const refusal =
        `Provider: expected ${provider} within ${CANARY_BOUND} of the processor's numbers, ` +
        `got ${share.toPrecision(2)} in the ${of}`;
      return { refusal, deviation: Number.isFinite(share) ? share : null };
    } finally {
      await other.release();
    }
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    return { refusal: failedOn(provider, error), deviation: null };
  }
}
