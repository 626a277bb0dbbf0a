import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Explainer } from '../../../src/attribution/explain.js';
import { InputError } from '../../../src/attribution/inputError.js';
import { PROVIDERS, providerOptions } from '../../../src/encoder/executionProviders.js';
import { RunError, type Runtime } from '../../../src/encoder/runtime.js';
import type { LoadedNetwork } from '../../../src/engine/loadModel.js';
import { Placement, type PlacementOptions } from '../../../src/engine/placement.js';
import { Provider } from '../../../src/protocol.js';
import { fixtureEncoder, quiet, runtime } from '../../support/encoders.js';
import { standInRuntime } from '../../support/standInRuntime.js';

const trial = { model: '/models/tiny', pooling: 'mean', ids: false } as const;

const networks: LoadedNetwork[] = [];
async function load(): Promise<LoadedNetwork> {
  const explainer = new Explainer(await fixtureEncoder('bert/dynamo', 'mean'));
  return { explainer, original: null };
}
afterEach(async () => {
  for (const { explainer } of networks.splice(0)) await explainer.release();
});

function setUp(options: Partial<PlacementOptions> & { elsewhere?: Runtime } = {}) {
  const log: string[] = [];
  const elsewhere = options.elsewhere ?? standInRuntime(runtime);
  const tryProvider = vi.fn<PlacementOptions['tryProvider']>(() =>
    Promise.resolve({ refusal: null, deviation: 1e-6 }),
  );
  const opened = vi.fn(() => elsewhere);
  const placement = new Placement({
    asked: 'webgpu',
    offered: ['cpu', 'webgpu', 'tensorrt'],
    platform: 'linux-x64',
    tryProvider,
    runtime: opened,
    log: (line) => log.push(line),
    ...options,
  });
  const place = async () => {
    const network = await placement.place(load(), trial);
    networks.push(network);
    return network;
  };
  return { placement, place, log, tryProvider: options.tryProvider ?? tryProvider, opened };
}

/** The matrix of one pair, exactly. */
async function matrixOf({ explainer }: LoadedNetwork): Promise<number[]> {
  const sequence = (ids: number[]) => ({
    ids,
    reference: ids.map(() => 1),
    parts: ids.map((_, i) => [i]),
  });
  const [a, b] = [sequence([2, 17, 9, 3]), sequence([2, 40, 17, 8, 3])];
  const layer = explainer.layer('middle');
  const { matrix } = await explainer.attribute(layer, a, b, { nodes: 3 }, quiet);
  return [...matrix];
}

describe('a model stays on the processor', () => {
  it('when that is what was asked for: nothing is tried, nothing is said', async () => {
    const { place, tryProvider, opened } = setUp({ asked: 'cpu' });
    expect((await place()).provider).toBeUndefined();
    expect(tryProvider).not.toHaveBeenCalled();
    expect(opened).not.toHaveBeenCalled();
  });

  it('when the platform has no such provider: nothing is tried, the numbers are the same', async () => {
    const { place, tryProvider, log } = setUp({ asked: 'coreml' });
    const network = await place();
    const reason =
      'Provider: expected one of cpu, webgpu, which onnxruntime has on linux-x64, got coreml';
    expect(network.provider).toEqual({ used: 'cpu', asked: 'coreml', reason });
    expect(tryProvider).not.toHaveBeenCalled();
    expect(log).toEqual([reason]);
    const plain = await load();
    networks.push(plain);
    expect(await matrixOf(network)).toEqual(await matrixOf(plain));
  });

  it('when the trial refuses, whose reason is given; it is not tried again', async () => {
    const reason = 'Provider: expected webgpu within 0.0001 of the processor, got 0.020';
    const tryProvider = vi.fn(() => Promise.resolve({ refusal: reason, deviation: 0.02 }));
    const { place, opened } = setUp({ tryProvider });
    for (let i = 0; i < 2; i++) {
      expect((await place()).provider).toEqual({ used: 'cpu', asked: 'webgpu', reason });
    }
    expect(tryProvider).toHaveBeenCalledOnce();
    expect(tryProvider).toHaveBeenCalledWith(
      { ...trial, provider: 'webgpu' },
      expect.any(AbortSignal),
    );
    // What may take the process down was never opened in it.
    expect(opened).not.toHaveBeenCalled();
  });

  it('when the process of the trial dies', async () => {
    const { place } = setUp({
      tryProvider: () => Promise.reject(new Error('Engine: the process was ended by SIGABRT.')),
    });
    expect((await place()).provider).toEqual({
      used: 'cpu',
      asked: 'webgpu',
      reason:
        'Provider: expected webgpu to run the model, got: Engine: the process was ended by SIGABRT.',
    });
  });

  it('when the trial passes and the session cannot be opened here', async () => {
    const open = () => {
      throw new Error('out of memory');
    };
    const { place, log } = setUp({ elsewhere: standInRuntime(runtime, { open }) });
    const network = await place();
    expect(network.provider).toMatchObject({
      used: 'cpu',
      reason: 'Provider: expected webgpu to run the model, got: out of memory',
    });
    expect(log.at(-1)).toBe(network.provider?.reason);
    expect(await matrixOf(network)).toHaveLength(20);
  });
});

describe('a provider that passes its trial', () => {
  it('runs the encoder and its derivatives', async () => {
    const elsewhere = standInRuntime(runtime);
    const { place, log } = setUp({ elsewhere });
    const network = await place();
    expect(network.provider).toEqual({ used: 'webgpu', asked: 'webgpu' });
    expect(elsewhere.opened).toBe(1);
    const matrix = await matrixOf(network);
    expect(elsewhere.opened).toBeGreaterThan(1);
    expect(elsewhere.runs).toBeGreaterThan(4);
    expect(log).toEqual([
      'Provider: tried webgpu, largest difference from the processor 0.0000010',
    ]);
    const plain = await load();
    networks.push(plain);
    expect(matrix).toEqual(await matrixOf(plain));
  });

  it('and fails in use is given up for this model, without another trial', async () => {
    const run = (n: number) => {
      if (n === 5) throw new RunError('Run: device lost');
    };
    const { placement, place, tryProvider } = setUp({
      elsewhere: standInRuntime(runtime, { run }),
    });
    const network = await place();
    const error: unknown = await matrixOf(network).catch((error: unknown) => error);
    expect(error).toMatchObject({ message: 'Run: device lost' });
    expect(placement.gaveUp(network, trial, error)).toBe(true);
    const again = await place();
    expect(again.provider).toEqual({
      ...{ used: 'cpu', asked: 'webgpu' },
      reason: 'Provider: expected webgpu to run the model, got: Run: device lost',
    });
    expect(tryProvider).toHaveBeenCalledOnce();
    expect(placement.gaveUp(again, trial, error)).toBe(false);
  });

  it('is not blamed for what is wrong with the request', async () => {
    const { placement, place } = setUp();
    const network = await place();
    expect(placement.gaveUp(network, trial, new InputError('Layer: expected 0 to 1'))).toBe(false);
    expect((await place()).provider?.used).toBe('webgpu');
  });
});

describe('a model that does not load', () => {
  it('ends its trial and says what is wrong with the model', async () => {
    const signals: AbortSignal[] = [];
    const { placement } = setUp({
      tryProvider: (_, signal) =>
        new Promise((_, reject) => {
          signals.push(signal);
          signal.addEventListener('abort', () => reject(new Error('cancelled')));
        }),
    });
    const loading = Promise.reject(new Error('Model: expected an ONNX file, got none'));
    await expect(placement.place(loading, trial)).rejects.toThrow('expected an ONNX file');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });
});

describe('the names of providers', () => {
  it('are the same on the wire, in the engine and in the setting, which a workspace cannot set', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { configuration: { properties: Record<string, Record<string, unknown>> } };
      capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
    };
    const name = 'hitlight.executionProvider';
    const setting = manifest.contributes.configuration.properties[name];
    expect(Provider.options).toEqual(PROVIDERS);
    expect(setting).toMatchObject({ enum: PROVIDERS, default: 'cpu', scope: 'machine' });
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toContain(name);
  });

  it('go to onnxruntime as they are; Core ML is kept off float16', () => {
    expect(PROVIDERS.map((provider) => providerOptions(provider))).toEqual([
      { name: 'cpu' },
      { name: 'webgpu' },
      { name: 'coreml', coreMlFlags: 0x30 },
      { name: 'dml' },
      { name: 'cuda' },
    ]);
  });
});
