/** Products, normalisations and softmaxes. */
import { float } from '../../../support/smallGraph.js';
import { randomTensor } from '../../../support/randomTensor.js';
import { type RuleCase, single } from './RuleCase.js';

const matMuls: readonly (readonly [string, (n: number) => readonly [number[], number[]]])[] = [
  [
    'matrices',
    () => [
      [3, 4],
      [4, 6],
    ],
  ],
  [
    'tokens times a weight',
    (n) => [
      [1, n, 4],
      [4, 6],
    ],
  ],
  [
    'attention scores',
    (n) => [
      [1, 2, n, 3],
      [1, 2, 3, n],
    ],
  ],
  [
    'attention values',
    (n) => [
      [1, 2, n, n],
      [1, 2, n, 3],
    ],
  ],
  [
    'a matrix times batches',
    () => [
      [3, 4],
      [2, 4, 6],
    ],
  ],
  [
    'batches that broadcast both ways',
    () => [
      [2, 1, 3, 4],
      [1, 3, 4, 2],
    ],
  ],
  ['a vector on the right', () => [[2, 3, 4], [4]]],
  ['a vector on the left', () => [[4], [2, 4, 3]]],
  ['two vectors', () => [[4], [4]]],
];

const gemmShapes = { a: randomTensor([3, 4], 1), b: randomTensor([4, 5], 2) };
const scaled = { alpha: float(0.5), beta: float(1.5) };

const einsums: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ['ij,jk->ik', [3, 4], [4, 5]],
  ['bhid,bhjd->bhij', [1, 2, 3, 4], [1, 2, 5, 4]],
  ['bhij,bhjd->bhid', [1, 2, 3, 5], [1, 2, 5, 4]],
  ['bld,hdk->bhlk', [1, 3, 4], [2, 4, 5]],
  ['...ij,jk->...ik', [2, 3, 4], [4, 5]],
  ['i,j->ij', [3], [4]],
  ['i,i', [3], [3]],
  ['ij,kl->ik', [3, 4], [2, 5]],
];

export const productCases: readonly RuleCase[] = [
  ...matMuls.map(([about, dims]) =>
    single('MatMul', about, (n) => {
      const [x, y] = dims(n);
      return { x: randomTensor(x, 1), y: randomTensor(y, 2) };
    }),
  ),
  single('Gemm', 'plain', gemmShapes),
  ...[[], [1], [5], [3, 1], [3, 5]].map((dims) =>
    single(
      'Gemm',
      `scaled, bias [${dims.join()}]`,
      { ...gemmShapes, c: randomTensor(dims, 3) },
      {
        attributes: scaled,
      },
    ),
  ),
  single(
    'Gemm',
    'both transposed',
    {
      a: randomTensor([4, 3], 1),
      b: randomTensor([5, 4], 2),
      c: randomTensor([5], 3),
    },
    { attributes: { transA: 1, transB: 1, ...scaled } },
  ),
  single('Gemm', 'tokens', (n) => ({ a: randomTensor([n, 4], 1), b: randomTensor([5, 4], 2) }), {
    attributes: { transB: 1 },
  }),
  ...einsums.map(([equation, x, y]) =>
    single(
      'Einsum',
      equation,
      { x: randomTensor(x, 1), y: randomTensor(y, 2) },
      {
        attributes: { equation },
      },
    ),
  ),
  single(
    'Einsum',
    'one operand, summed',
    { x: randomTensor([3, 4], 1) },
    {
      attributes: { equation: 'ij->j' },
    },
  ),
  ...[-1, 1, 0].flatMap((axis) =>
    ['Softmax', 'LogSoftmax'].map((operator) =>
      single(operator, `axis ${axis}`, { x: randomTensor([2, 3, 4], 1) }, { attributes: { axis } }),
    ),
  ),
  single('Softmax', 'tokens', (n) => ({ x: randomTensor([1, 2, n, n], 1) })),
  ...[-1, 1].map((axis) =>
    single(
      'LayerNormalization',
      `axis ${axis}, all outputs`,
      {
        x: randomTensor([2, 3, 4], 1),
        scale: randomTensor(axis === 1 ? [3, 4] : [4], 2),
        bias: randomTensor(axis === 1 ? [3, 4] : [4], 3),
      },
      { attributes: { axis, epsilon: float(1e-3) }, outputs: ['z', 'mean', 'inverse'] },
    ),
  ),
  single('LayerNormalization', 'tokens, no bias', (n) => ({ x: randomTensor([1, n, 8], 1) }), {
    constants: { scale: randomTensor([8], 2) },
  }),
];
