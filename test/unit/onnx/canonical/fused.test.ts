/** Fused activations, normalisations and products against onnxruntime's own kernels. */
import { describe, expect, it } from 'vitest';
import { tensor } from '../../../../src/tensor/create.js';
import { assertSameValues, operatorsOf } from '../../../support/canonicalValues.js';
import { randomTensor } from '../../../support/randomTensor.js';
import { float, node } from '../../../support/smallGraph.js';
import { checkOperator } from './checkOperator.js';

const x = randomTensor([2, 5, 12], 1);
const y = randomTensor([2, 5, 12], 2);
const gamma = randomTensor([12], 4);
const beta = randomTensor([12], 5);

/** int32 [dims]. */
const int32 = (dims: readonly number[], values: readonly number[]) =>
  tensor('int32', dims, Int32Array.from(values));

describe('activations', () => {
  it.each(['Gelu', 'QuickGelu', 'FastGelu'])('%s', (operator) => checkOperator(operator, { x }));
  it('QuickGelu with alpha', () =>
    checkOperator('QuickGelu', { x }, { attributes: { alpha: float(1) } }));
  it.each(['BiasGelu', 'FastGelu'])('%s with a bias', (operator) =>
    checkOperator(operator, { x, beta }),
  );
  it('Swish', () =>
    checkOperator('Swish', { x }, { attributes: { alpha: float(0.7) }, domain: '', opset: 24 }));
});

describe('normalisations', () => {
  const epsilon = float(1e-3);
  it('SkipLayerNormalization', async () => {
    await checkOperator('SkipLayerNormalization', { x, y, gamma }, { attributes: { epsilon } });
    await checkOperator(
      'SkipLayerNormalization',
      { x, y, gamma, beta, bias: gamma },
      {
        attributes: { epsilon },
        outputs: ['z', '', '', 'sum'],
      },
    );
  });
  it('SkipSimplifiedLayerNormalization', () =>
    checkOperator(
      'SkipSimplifiedLayerNormalization',
      { x, y, gamma, bias: beta },
      {
        attributes: { epsilon },
        outputs: ['z', '', '', 'sum'],
      },
    ));
  it('SimplifiedLayerNormalization', () =>
    checkOperator(
      'SimplifiedLayerNormalization',
      { x, gamma },
      { attributes: { epsilon }, domain: '' },
    ));
  it.each([
    [-1, [12]],
    [1, [5, 12]],
  ] as const)('RMSNormalization from axis %s', (axis, dims) =>
    checkOperator(
      'RMSNormalization',
      { x, scale: randomTensor(dims, 9) },
      {
        attributes: { axis, epsilon },
        domain: '',
        opset: 23,
      },
    ),
  );
  it.each([0, 1])('EmbedLayerNormalization, with segments and mask: %s', (all) => {
    const ids = int32([2, 3], [4, 0, 6, 1, 2, 3]);
    const tables = {
      words: randomTensor([7, 12], 1),
      positions: randomTensor([8, 12], 2),
      segments: randomTensor([2, 12], 3),
      gamma,
      beta,
    };
    const inputs = all
      ? { ids, types: int32([2, 3], [0, 1, 1, 0, 0, 1]), mask: int32([2, 3], [1, 1, 1, 1, 1, 0]) }
      : { ids };
    const names = all
      ? ['ids', 'types', 'words', 'positions', 'segments', 'gamma', 'beta', 'mask']
      : ['ids', '', 'words', 'positions', '', 'gamma', 'beta'];
    return checkOperator('EmbedLayerNormalization', inputs, {
      constants: tables,
      names,
      attributes: { epsilon },
      outputs: ['z', 'index', 'sum'],
    });
  });
});

describe('products', () => {
  const a = randomTensor([2, 3, 4, 5], 1);
  const b = randomTensor([2, 3, 4, 6], 2);
  it('FusedMatMul, transposed and scaled', async () => {
    await checkOperator('FusedMatMul', { a, b }, { attributes: { transA: 1, alpha: float(0.3) } });
    await checkOperator(
      'FusedMatMul',
      { a: x },
      {
        constants: { weights: randomTensor([7, 12], 3) },
        attributes: { transB: 1 },
      },
    );
  });
  it('FusedMatMul on a transposition whose rank tells', async () => {
    const nodes = [
      node('Transpose', ['a'], ['t'], { perm: [0, 1, 3, 2] }),
      node('FusedMatMul', ['t', 'a'], ['z'], { transA: 1, transB: 1 }, 'com.microsoft'),
    ];
    const small = { inputs: { a }, nodes };
    expect(operatorsOf(await assertSameValues(small))).not.toContain('Einsum');
  });
  it('FusedGemm with an activation', () =>
    checkOperator(
      'FusedGemm',
      { a: randomTensor([3, 4], 1), b: randomTensor([4, 5], 2) },
      {
        attributes: { activation: 'LeakyRelu', activation_alpha: float(0.2), alpha: float(0.5) },
      },
    ));
});
