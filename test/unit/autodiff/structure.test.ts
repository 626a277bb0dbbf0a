/** What derivatives of the hot operators cost: which nodes they consist of, besides primal ones. */
import { describe, expect, it } from 'vitest';
import { pullBack, pushForward, unsupportedNodes } from '../../../src/autodiff/differentiate.js';
import { Emitter } from '../../../src/autodiff/emitter.js';
import { createRuntime } from '../../../src/encoder/session.js';
import type { Graph, Node } from '../../../src/onnx/graph.js';
import { subgraph } from '../../../src/onnx/subgraph.js';
import type { ValueTypes } from '../../../src/onnx/valueType.js';
import { float32, int64 } from '../../../src/tensor/create.js';
import { measureSmall } from '../../support/measureSmall.js';
import { randomTensor } from '../../support/randomTensor.js';
import { node, type SmallGraph, smallGraph, untyped } from '../../support/smallGraph.js';

const runtime = createRuntime({ threads: 1 });

/** Operators that the derivative of `z` by `x` consists of, where they depend on its seed. */
async function operators(
  small: SmallGraph,
  mode: 'forward' | 'reverse',
): Promise<readonly string[]> {
  const graph = smallGraph(small);
  const types: ValueTypes = await measureSmall(runtime, graph, [small.inputs]);
  const emit = new Emitter('d/');
  const path = { from: 'x', to: 'z', seed: 'seed' };
  const result = (mode === 'forward' ? pushForward : pullBack)(graph, types, emit, path) ?? '';
  const whole: Graph = {
    ...graph,
    initializers: new Map([...graph.initializers, ...emit.initializers]),
    nodes: [...graph.nodes, ...emit.nodes],
  };
  const seeded = new Set(['seed']);
  const depends = ({ inputs, outputs }: Node) => {
    const found = inputs.some((input) => seeded.has(input));
    if (found) outputs.forEach((output) => seeded.add(output));
    return found;
  };
  const { nodes } = subgraph(whole, { to: [untyped(result)] });
  return nodes.filter(depends).map(({ opType }) => opType);
}

const x = randomTensor([1, 5, 8], 1);
const last = int64([1], [-1]);

const layerNorm: SmallGraph = {
  inputs: { x },
  nodes: [
    node('ReduceMean', ['x', 'last'], ['mean']),
    node('Sub', ['x', 'mean'], ['centred']),
    node('Pow', ['centred', 'two'], ['square']),
    node('ReduceMean', ['square', 'last'], ['variance']),
    node('Sqrt', ['variance'], ['deviation']),
    node('Div', ['centred', 'deviation'], ['unit']),
    node('Mul', ['unit', 'scale'], ['scaled']),
    node('Add', ['scaled', 'bias'], ['z']),
  ],
  constants: {
    last,
    two: float32([], [2]),
    scale: randomTensor([8], 2),
    bias: randomTensor([8], 3),
  },
};

describe('derivatives of hot operators', () => {
  it('a product with constant weights is one product', async () => {
    const constants = { w: randomTensor([8, 6], 2) };
    const small = { inputs: { x }, nodes: [node('MatMul', ['x', 'w'], ['z'])], constants };
    expect(await operators(small, 'forward')).toEqual(['MatMul']);
    expect(await operators(small, 'reverse')).toEqual(['MatMul']);
  });

  it('a bias costs nothing', async () => {
    const constants = { b: randomTensor([8], 2) };
    const nodes = [node('Add', ['x', 'b'], ['y']), node('Tanh', ['y'], ['z'])];
    const small = { inputs: { x }, nodes, constants };
    expect(await operators(small, 'forward')).toEqual(['Mul']);
    expect(await operators(small, 'reverse')).toEqual(['Mul']);
  });

  it.each(['Gelu', 'Erf', 'Tanh', 'Sigmoid', 'Sqrt'])('%s is one factor', async (operator) => {
    const small = {
      inputs: { x: randomTensor([1, 5, 8], 1, { low: 1, high: 2 }) },
      nodes: [node(operator, ['x'], ['z'])],
    };
    expect(await operators(small, 'forward')).toEqual(['Mul']);
    expect(await operators(small, 'reverse')).toEqual(['Mul']);
  });

  it('a decomposed layer norm expands nothing', async () => {
    expect(await operators(layerNorm, 'forward')).not.toContain('Expand');
    expect(await operators(layerNorm, 'reverse')).not.toContain('Expand');
  });

  it('a layer norm is two means and five passes', async () => {
    const small: SmallGraph = {
      inputs: { x },
      nodes: [node('LayerNormalization', ['x', 'scale'], ['z'])],
      constants: { scale: randomTensor([8], 2) },
    };
    const passes = ['Mul', 'Mul', 'Mul', 'ReduceMean', 'ReduceMean', 'Sub', 'Sub'];
    expect([...(await operators(small, 'forward'))].sort()).toEqual(passes);
    // Back, the scale comes first.
    expect([...(await operators(small, 'reverse'))].sort()).toEqual(['Mul', ...passes]);
  });
});

describe('unsupportedNodes', () => {
  const findIn = async (small: SmallGraph) => {
    const graph = smallGraph(small);
    const types = await measureSmall(runtime, graph, [small.inputs]);
    return unsupportedNodes(graph, types, 'x').map(({ opType }) => opType);
  };

  it('names operators on the differentiable path alone', async () => {
    const nodes = [
      node('Shape', ['x'], ['shape']),
      node('ConstantOfShape', ['shape'], ['zeros']),
      node('Hardmax', ['x'], ['h']),
      node('Add', ['h', 'zeros'], ['z']),
    ];
    expect(await findIn({ inputs: { x }, nodes })).toEqual(['Hardmax']);
  });

  it('names quantisation that is left, which would end the path silently', async () => {
    const nodes = [
      node('QuantizeLinear', ['x', 's', 'zero'], ['q']),
      node('DequantizeLinear', ['q', 's', 'zero'], ['z']),
    ];
    const zero = { dtype: 'uint8', dims: [], data: Uint8Array.of(128) } as const;
    const constants = { s: float32([], [0.1]), zero };
    expect(await findIn({ inputs: { x }, nodes, constants })).toEqual(['QuantizeLinear']);
  });
});
