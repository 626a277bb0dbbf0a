/** Operators that work element by element, away from their kinks. */
import { float32 } from '../../../../src/tensor/create.js';
import { float } from '../../../support/smallGraph.js';
import { randomTensor, type RandomOptions } from '../../../support/randomTensor.js';
import { type RuleCase, single } from './RuleCase.js';

const at = (options?: RandomOptions) => ({ x: randomTensor([4, 5], 7, options) });
/** Kinks at zero are farther away than the largest step of the checker. */
const AWAY = { low: -2, high: 2, away: 0.3 };
const POSITIVE = { low: 0.5, high: 3 };

const smooth = ['Cos', 'Erf', 'Exp', 'Gelu', 'Mish', 'Neg', 'Sigmoid', 'Sin', 'Softplus', 'Tanh'];
const kinked = ['Abs', 'Celu', 'Elu', 'LeakyRelu', 'Relu', 'Selu', 'Softsign'];
const positive = ['Log', 'Reciprocal', 'Sqrt'];

/** Pow as x or y varies; the constants are exponents. */
const powers = [2, 3, 0.5, -1.5, 1, 0].map((exponent) =>
  single('Pow', `constant exponent ${exponent}`, at(POSITIVE), {
    constants: { y: float32([], [exponent]) },
  }),
);

export const elementwiseCases: readonly RuleCase[] = [
  ...smooth.map((operator) => single(operator, 'random', at({ low: -2, high: 2 }))),
  ...kinked.map((operator) => single(operator, 'away from its kink', at(AWAY))),
  ...positive.map((operator) => single(operator, 'positive', at(POSITIVE))),
  single('Gelu', 'by tanh', at(), { attributes: { approximate: 'tanh' } }),
  single('Celu', 'alpha', at(AWAY), { attributes: { alpha: float(0.7) } }),
  single('Elu', 'alpha', at(AWAY), { attributes: { alpha: float(1.7) } }),
  single('LeakyRelu', 'alpha', at(AWAY), { attributes: { alpha: float(0.3) } }),
  single('Selu', 'alpha and gamma', at(AWAY), {
    attributes: { alpha: float(1.2), gamma: float(0.8) },
  }),
  single('HardSigmoid', 'inside', at(), { attributes: { alpha: float(0.3) } }),
  single('HardSigmoid', 'outside', at({ low: 4, high: 6 })),
  single('HardSwish', 'between', at()),
  single('HardSwish', 'outside', {
    x: float32([4], [-5, 4, -3.5, 3.5]),
  }),
  single('ThresholdedRelu', 'both sides', { x: float32([4], [-1, 0.5, 1.5, 3]) }),
  single('PRelu', 'slope by channel', at(AWAY), {
    constants: { slope: float32([5], [0.1, 0.2, 0.3, 0.4, 0.5]) },
  }),
  single(
    'Clip',
    'both bounds',
    { x: float32([6], [-2, -0.6, 0, 0.4, 0.7, 2]) },
    {
      constants: { low: float32([], [-1]), high: float32([], [1]) },
    },
  ),
  single('Clip', 'no bounds', at()),
  single(
    'Clip',
    'upper bound alone',
    { x: float32([3], [-2, 0.4, 2]) },
    {
      inputs: ['x', '', 'high'],
      constants: { high: float32([], [1]) },
    },
  ),
  single('Identity', 'any', at()),
  single('Dropout', 'in inference', at()),
  single('Cast', 'float to double and back', at(), { attributes: { to: 1 } }),
  ...['Ceil', 'Floor', 'Round', 'Sign'].map((operator) =>
    single(operator, 'between its jumps', { x: float32([4], [-1.3, -0.3, 0.3, 2.3]) }),
  ),
  ...powers,
  single('Pow', 'base and exponent', {
    x: randomTensor([4, 5], 1, POSITIVE),
    y: randomTensor([5], 2),
  }),
  single('Pow', 'negative base, exponent 2', at(AWAY), { constants: { y: float32([1], [2]) } }),
  single(
    'Pow',
    'exponent of higher rank',
    { x: randomTensor([5], 1, POSITIVE) },
    {
      constants: { y: float32([2, 1], [2, 3]) },
    },
  ),
];
