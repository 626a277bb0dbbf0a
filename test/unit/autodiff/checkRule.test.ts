/** The checker must reject what is wrong: planted mistakes in either direction of known rules. */
import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../src/autodiff/rule.js';
import { sum } from '../../../src/autodiff/rule.js';
import { int } from '../../../src/autodiff/emitter.js';
import { ruleOf } from '../../../src/autodiff/registry.js';
import { matMul } from '../../../src/autodiff/rules/matMul.js';
import { reduceMean } from '../../../src/autodiff/rules/reduceMean.js';
import { softmax } from '../../../src/autodiff/rules/softmax.js';
import type { Node } from '../../../src/onnx/graph.js';
import { int64 } from '../../../src/tensor/create.js';
import { checkRule } from '../../support/checkRule.js';
import { node, smallGraph } from '../../support/smallGraph.js';
import { randomTensor } from '../../support/randomTensor.js';

const x = randomTensor([3, 4, 4], 1);
const y = randomTensor([3, 4, 4], 2);

const cases = {
  MatMul: { inputs: { x, y }, nodes: [node('MatMul', ['x', 'y'], ['z'])] },
  Softmax: { inputs: { x }, nodes: [node('Softmax', ['x'], ['z'], { axis: 1 })] },
  ReduceMean: {
    inputs: { x },
    nodes: [node('ReduceMean', ['x', 'axes'], ['z'])],
    constants: { axes: int64([1], [1]) },
  },
} as const;

function check(operator: keyof typeof cases, rule: Rule): Promise<void> {
  const { inputs } = cases[operator];
  const findRule = (found: Node) => (found.opType === operator ? rule : ruleOf(found));
  return checkRule({ graph: smallGraph(cases[operator]), feeds: inputs, findRule });
}

const negated = (rule: Rule, mode: 'jvp' | 'vjp'): Rule => ({
  ...rule,
  [mode]: (...args: Parameters<Rule['jvp']>) =>
    rule[mode](...args).map((d) => d && args[0].emit.op('Neg', [d])),
});

const oneSided: Rule = {
  jvp: (context, [dx, dy]) => matMul.jvp(context, [dx, dx === undefined ? dy : undefined]),
  vjp: (context, cotangents) => [matMul.vjp(context, cotangents)[0]],
};

/** Softmax without its −p Σ p ⊙ d. */
const withoutTotal: Rule['jvp'] = (context, [d]) => [
  d && context.emit.op('Mul', [d, context.out()]),
];

/** The mean over a neighbouring axis of the same size. */
const wrongAxis: Rule = {
  jvp: (context, [d]) => {
    if (d === undefined) return [d];
    const mean = context.emit.op('ReduceMean', [d, context.emit.int64([-1])], { keepdims: int(0) });
    return [context.emit.op('Unsqueeze', [mean, context.emit.int64([-2])])];
  },
  vjp: (context, [c]) => {
    if (c === undefined) return [c];
    const turned = context.emit.op('Reshape', [c, context.emit.int64([0, 0, -1, 1])]);
    const quarter = context.emit.op('Mul', [turned, context.emit.scalar(1 / 4)]);
    return [context.expandTo(quarter, context.in(0))];
  },
};

/** Adds up directions: right for one direction alone, wrong for several. */
const mixesDirections: Rule['jvp'] = (context, tangents) => {
  const [d] = softmax.jvp(context, tangents);
  if (d === undefined) return [d];
  const total = context.emit.op('ReduceSum', [d, context.emit.int64([0])]);
  const none = context.emit.op('Sub', [d, d]);
  return [sum(context.emit, none, total)];
};

describe('checkRule', () => {
  it('accepts the rules as they are', async () => {
    await check('MatMul', matMul);
    await check('Softmax', softmax);
    await check('ReduceMean', reduceMean);
  });

  it.each([
    ['a wrong sign in jvp', 'Softmax', negated(softmax, 'jvp')],
    ['a wrong sign in vjp', 'Softmax', negated(softmax, 'vjp')],
    ['a wrong sign in both', 'Softmax', negated(negated(softmax, 'jvp'), 'vjp')],
    ['a missing term in jvp', 'Softmax', { ...softmax, jvp: withoutTotal }],
    ['a missing term in vjp', 'Softmax', { ...softmax, vjp: withoutTotal }],
    ['a missing term in both', 'Softmax', { jvp: withoutTotal, vjp: withoutTotal }],
    ['an operand forgotten in jvp', 'MatMul', { ...matMul, jvp: oneSided.jvp }],
    ['an operand forgotten in vjp', 'MatMul', { ...matMul, vjp: oneSided.vjp }],
    ['a wrong axis in jvp', 'ReduceMean', { ...reduceMean, jvp: wrongAxis.jvp }],
    ['a wrong axis in vjp', 'ReduceMean', { ...reduceMean, vjp: wrongAxis.vjp }],
    ['a wrong axis in both', 'ReduceMean', wrongAxis],
    ['directions that mix', 'Softmax', { ...softmax, jvp: mixesDirections }],
  ] as const)('rejects %s', async (_, operator, rule) => {
    await expect(check(operator, rule)).rejects.toThrow(/^Check: expected .*(jvp|Jv)/);
  });

  it('rejects a rule that forgets one of two inputs only when both are active', async () => {
    await expect(check('MatMul', oneSided)).rejects.toThrow(/^Check: /);
  });
});
