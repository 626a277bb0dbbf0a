/** Operators of several inputs that broadcast to one shape. */
import type { Tensors } from '../../../../src/encoder/runtime.js';
import { tensor } from '../../../../src/tensor/create.js';
import { node } from '../../../support/smallGraph.js';
import { randomTensor } from '../../../support/randomTensor.js';
import { type RuleCase, single } from './RuleCase.js';

/** Pairs of shapes; n stands for the number of tokens. */
const shapes: readonly (readonly [string, (n: number) => readonly [number[], number[]]])[] = [
  [
    'same shapes',
    () => [
      [3, 4],
      [3, 4],
    ],
  ],
  ['a bias on the right', () => [[2, 3, 4], [4]]],
  ['a scalar on the left', () => [[], [3, 4]]],
  [
    'a column and a row',
    () => [
      [4, 1],
      [1, 5],
    ],
  ],
  [
    'ranks that differ by two',
    () => [
      [1, 4],
      [2, 3, 1, 4],
    ],
  ],
  [
    'one token axis against all',
    (n) => [
      [1, n, 6],
      [1, n, 1],
    ],
  ],
  [
    'an outer product of tokens',
    (n) => [
      [1, n, 1],
      [1, 1, n],
    ],
  ],
];

const pairCases = ['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Sum', 'Mean'].flatMap((operator) =>
  shapes.map(([about, dims]) => {
    const feeds = (n: number): Tensors => {
      const [x, y] = dims(n);
      // Denominators away from zero, and so far from x that Max and Min have no ties.
      return { x: randomTensor(x, 1), y: randomTensor(y, 2, { low: -3, high: 3, away: 1.4 }) };
    };
    return single(operator, about, feeds);
  }),
);

const mask = tensor(
  'bool',
  [4, 4],
  Uint8Array.from({ length: 16 }, (_, i) => ((i * 7) % 3) & 1),
);

export const broadcastingCases: readonly RuleCase[] = [
  ...pairCases,
  ...['Add', 'Mul', 'Sub', 'Div'].map((operator) => ({
    operator,
    about: 'a value with itself',
    nodes: [node(operator, ['x', 'x'], ['z'])],
    feeds: { x: randomTensor([3, 4], 3, { away: 0.5 }) },
  })),
  ...['Max', 'Min', 'Sum', 'Mean'].flatMap((operator) => [
    single(operator, 'one input', { x: randomTensor([3, 4], 3) }),
    single(operator, 'three inputs', {
      a: randomTensor([3, 4], 3, { low: 0, high: 1 }),
      b: randomTensor([4], 4, { low: 2, high: 3 }),
      c: randomTensor([], 5, { low: -2, high: -1 }),
    }),
  ]),
  single(
    'Where',
    'same shapes',
    { x: randomTensor([4, 4], 1), y: randomTensor([4, 4], 2) },
    {
      inputs: ['mask', 'x', 'y'],
      constants: { mask },
    },
  ),
  single(
    'Where',
    'an operand that broadcasts',
    { x: randomTensor([2, 1, 4], 1), y: randomTensor([], 2) },
    {
      inputs: ['mask', 'x', 'y'],
      constants: { mask },
    },
  ),
  single(
    'Where',
    'a condition that broadcasts',
    { x: randomTensor([4, 4], 1), y: randomTensor([3, 1, 4], 2) },
    {
      inputs: ['mask', 'x', 'y'],
      constants: { mask: tensor('bool', [4, 1], Uint8Array.of(1, 0, 0, 1)) },
    },
  ),
  {
    operator: 'Sub',
    about: 'a decomposed layer norm',
    nodes: [
      node('ReduceMean', ['x', 'last'], ['m']),
      node('Sub', ['x', 'm'], ['c']),
      node('Pow', ['c', 'two'], ['q']),
      node('ReduceMean', ['q', 'last'], ['v']),
      node('Add', ['v', 'epsilon'], ['e']),
      node('Sqrt', ['e'], ['s']),
      node('Div', ['c', 's'], ['u']),
      node('Mul', ['u', 'scale'], ['w']),
      node('Add', ['w', 'bias'], ['z']),
    ],
    constants: {
      last: tensor('int64', [1], BigInt64Array.of(-1n)),
      two: tensor('float32', [], Float32Array.of(2)),
      epsilon: tensor('float32', [], Float32Array.of(1e-5)),
      scale: randomTensor([8], 5, { low: 0.5, high: 2 }),
      bias: randomTensor([8], 6),
    },
    feeds: (n) => ({ x: randomTensor([1, n, 8], 3) }),
  },
];
