import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { modelForTests } from '../../../scripts/model/ensureModel.js';
import { RunError } from '../../../src/encoder/runtime.js';
import { createRuntime } from '../../../src/encoder/session.js';
import { createExplainer } from '../../../src/engine/explainText.js';
import { Placement } from '../../../src/engine/placement.js';
import type { Explanation } from '../../../src/protocol.js';
import { standInRuntime } from '../../support/standInRuntime.js';
import { sampleOptions } from './sampleExplanation.js';

const elsewhere = vi.hoisted(() => ({ dies: false, trials: 0 }));

vi.mock('../../../src/engine/createPlacement.js', () => ({
  createPlacement: ({ provider }: { provider: 'cpu' | 'cuda' }) =>
    new Placement({
      asked: provider,
      offered: ['cpu', 'cuda'],
      platform: 'linux-x64',
      tryProvider: () => {
        elsewhere.trials += 1;
        return Promise.resolve({ refusal: null, deviation: 0 });
      },
      runtime: () =>
        standInRuntime(createRuntime({ threads: 1 }), {
          run: (n) => {
            // Encodings and totals come through; then the device is gone.
            if (elsewhere.dies && n === 12) throw new RunError('Run: device lost');
          },
        }),
      log: () => undefined,
    }),
}));

const request = {
  ...{ a: 'A man is eating food.', b: 'A man is eating bread.' },
  options: { ...sampleOptions, layer: 'last' as const, accuracy: { nodes: 8 } },
};

function explainOn(provider: 'cpu' | 'cuda') {
  const explain = createExplainer({
    ...{ provider, threads: 1, engineScript: 'none' },
    modelsFolder: path.dirname(modelForTests(process.cwd())),
  });
  return async () => {
    const found: Explanation[] = [];
    const hooks = {
      ...{ progress: () => undefined, cancelled: () => false },
      found: (one: Explanation) => void found.push(one),
    };
    const explanation = await explain(request, hooks);
    return { explanation, found, numbers: [...explanation.matrix] };
  };
}

it('says what ran, also of first results; a device lost on the way costs nothing but time', async () => {
  const expected = await explainOn('cpu')();
  expect(expected.explanation).not.toHaveProperty('provider');

  const explain = explainOn('cuda');
  const good = await explain();
  const used = { used: 'cuda', asked: 'cuda' };
  expect(good.explanation.provider).toEqual(used);
  expect(good.found.length).toBeGreaterThan(0);
  for (const { provider } of good.found) expect(provider).toEqual(used);
  expect(good.numbers).toEqual(expected.numbers);

  elsewhere.dies = true;
  const second = explainOn('cuda');
  elsewhere.trials = 0;
  for (let i = 0; i < 2; i++) {
    const { explanation, found, numbers } = await second();
    expect(explanation.provider).toEqual({
      ...{ used: 'cpu', asked: 'cuda' },
      reason: 'Provider: expected cuda to run the model, got: Run: device lost',
    });
    expect(found.at(-1)?.provider?.used).toBe('cpu');
    expect(numbers).toEqual(expected.numbers);
  }
  expect(elsewhere.trials).toBe(1);
}, 60_000);
