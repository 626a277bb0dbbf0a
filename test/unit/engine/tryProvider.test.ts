import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANARY_BOUND } from '../../../src/attribution/canary.js';
import { PATH } from '../../../src/attribution/derivativeGraph.js';
import type { Encoder } from '../../../src/encoder/encoder.js';
import { EMBEDDING } from '../../../src/encoder/pooling.js';
import { judge } from '../../../src/engine/tryProvider.js';
import { fixtureEncoder, runtime } from '../../support/encoders.js';
import { type Fault, standInRuntime, withRoundedProducts } from '../../support/standInRuntime.js';

/** Hardware that computes wrongly, or not at all, is stood in for; there is none here. */
let encoder: Encoder;
beforeAll(async () => {
  encoder = await fixtureEncoder('bert/dynamo', 'mean');
});
afterAll(() => encoder.release());

const tryOn = (fault: Fault) => judge(encoder, standInRuntime(runtime, fault), 'webgpu');

/** Of the canary's text; by reverse mode each gets one number, by forward mode a vector. */
const TOKENS = 12;

const scale = (values: Float32Array, factor: number) =>
  values.forEach((value, i) => (values[i] = value * factor));
const scaled = (wanted: string, factor: number): Fault => ({
  output: (name, values) => {
    if (name === wanted) scale(values, factor);
  },
});
const fail = (message: string) => {
  throw new Error(message);
};

describe('a provider whose numbers can be used', () => {
  it('computes the very same', async () => {
    expect(await tryOn({})).toEqual({ refusal: null, deviation: 0 });
  });

  it('computes float32 in another order', async () => {
    const unoptimised = {
      open: (model: Parameters<typeof runtime.open>[0]) =>
        runtime.open(model, { optimise: 'none' }),
    };
    const { refusal, deviation } = await judge(encoder, unoptimised, 'webgpu');
    expect(refusal).toBeNull();
    expect(deviation).toBeGreaterThan(0);
    expect(deviation).toBeLessThan(CANARY_BOUND / 10);
  });

  it('is off by less than the bound', async () => {
    const { refusal, deviation } = await tryOn(scaled(PATH.product, 1 + CANARY_BOUND / 2));
    expect(refusal).toBeNull();
    expect(deviation).toBeCloseTo(CANARY_BOUND / 2, 6);
  });
});

describe('a provider is refused, with the reason', () => {
  it.each([
    ['embedding', EMBEDDING, () => true],
    ['forward derivative', PATH.product, (size: number) => size > TOKENS],
    ['reverse derivative', PATH.product, (size: number) => size === TOKENS],
  ] as const)('where every entry of the %s is off by 2 percent', async (of, wanted, isIt) => {
    const output = (name: string, values: Float32Array) => {
      if (name === wanted && isIt(values.length)) scale(values, 1.02);
    };
    const { refusal, deviation } = await tryOn({ output });
    expect(deviation).toBeCloseTo(0.02, 4);
    expect(refusal).toBe(
      `Provider: expected webgpu within 0.0001 of the processor's numbers, got 0.020 in the ${of}`,
    );
  });

  it('where a single entry is off, by twice the bound', async () => {
    const output = (name: string, values: Float32Array) => {
      if (name !== EMBEDDING) return;
      const most = Math.max(...values.map(Math.abs));
      values[5] = (values[5] ?? 0) + 2 * CANARY_BOUND * most;
    };
    const { refusal, deviation } = await tryOn({ output });
    expect(refusal).toContain('in the embedding');
    expect(deviation).toBeCloseTo(2 * CANARY_BOUND, 6);
  });

  it('where products round their inputs to 10 bits', async () => {
    const { refusal, deviation } = await tryOn({ graph: withRoundedProducts });
    expect(refusal).toContain('within 0.0001');
    // Less than float32, but by far not wrong otherwise.
    expect(deviation).toBeLessThan(0.01);
  });

  it.each([
    ['the encoder', 0],
    ['a derivative', 1],
  ])('where no session of %s can be opened', async (_, which) => {
    const open = (n: number) => (n === which ? fail('no adapter,\n  none at all') : undefined);
    expect(await tryOn({ open })).toEqual({
      refusal: 'Provider: expected webgpu to run the model, got: no adapter, none at all',
      deviation: null,
    });
  });

  it.each([
    ['an embedding', EMBEDDING],
    ['derivatives', PATH.product],
  ])('where %s come out as NaN', async (_, output) => {
    const { refusal, deviation } = await tryOn(scaled(output, NaN));
    expect(refusal).toMatch(/expected webgpu to run the model, got: Run: expected finite/);
    expect(deviation).toBeNull();
  });
});

describe('a fault of the processor', () => {
  it('is no verdict on the provider', async () => {
    const broken = await encoder.on(
      standInRuntime(runtime, { output: (_, values) => values.fill(NaN) }),
    );
    await expect(judge(broken, runtime, 'cuda')).rejects.toThrow('expected finite values');
    await broken.release();
  });
});
