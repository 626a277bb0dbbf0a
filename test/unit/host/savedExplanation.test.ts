import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSaved, encodeSaved } from '../../../src/host/savedExplanation.js';
import type { ExplainOptions } from '../../../src/protocol.js';
import { sampleExplanation, sampleMarginals, sampleRefining } from '../engine/sampleExplanation.js';

const place = {
  uri: 'file:///folder/retry.ts',
  label: 'retry.ts:1',
  text: 'retry later',
  start: 7,
};
const saved = { explanation: sampleExplanation(), a: place, b: { ...place, uri: null } };

describe('a saved explanation', () => {
  it('comes back as it was', () => {
    expect(decodeSaved(encodeSaved(saved) ?? '')).toEqual({ version: 2, ...saved });
  });

  it('comes back with what it was asked with', () => {
    const options: ExplainOptions = {
      model: 'org/name',
      layer: 4,
      reference: { id: 12 },
      accuracy: { tolerance: 0.01 },
      level: 'word',
    };
    expect(decodeSaved(encodeSaved({ ...saved, options }) ?? '')?.options).toEqual(options);
  });

  it('comes back at whatever stage it was', () => {
    for (const explanation of [sampleMarginals(), sampleRefining()]) {
      const json = encodeSaved({ ...saved, explanation }) ?? '';
      expect(decodeSaved(json)?.explanation).toEqual(explanation);
    }
  });

  it('is not kept when its matrix is large', () => {
    const explanation = sampleExplanation({ matrix: new Float64Array(60_001) });
    expect(encodeSaved({ ...saved, explanation })).toBeNull();
  });

  it('is refused when damaged, never with an error', () => {
    const json = encodeSaved(saved) ?? '';
    fc.assert(
      fc.property(fc.nat(json.length), fc.string({ maxLength: 3 }), (at, noise) => {
        const damaged = json.slice(0, at) + noise;
        expect(damaged === json || decodeSaved(damaged) === null).toBe(true);
      }),
    );
    expect(decodeSaved(json.replace('"version":2', '"version":1'))).toBeNull();
    expect(decodeSaved(json.replace('0.3,', ''))).toBeNull();
  });
});
