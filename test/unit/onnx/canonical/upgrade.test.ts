/** Older operator sets: the upgraded model computes what the file's own version computes. */
import { describe, expect, it } from 'vitest';
import { canonicalise, CANONICAL_OPSET } from '../../../../src/onnx/canonical/canonicalise.js';
import { float32, int64, tensor } from '../../../../src/tensor/create.js';
import { assertSameValues, operatorsOf } from '../../../support/canonicalValues.js';
import { randomTensor } from '../../../support/randomTensor.js';
import { float, modelOf, node, smallGraph } from '../../../support/smallGraph.js';

const x = randomTensor([2, 3, 4], 1);
const positive = randomTensor([2, 3, 4], 1, { low: 0.5, high: 2 });
const run = (...args: Parameters<typeof node>) => ({ inputs: { x }, nodes: [node(...args)] });

const reductions = ['L1', 'L2', 'LogSum', 'LogSumExp', 'Max', 'Mean', 'Min', 'Prod', 'Sum'];

describe('operator-set upgrades', () => {
  it.each([...reductions, 'SumSquare'])('Reduce%s takes its axes as an input', async (kind) => {
    const nodes = [node(`Reduce${kind}`, ['x'], ['z'], { axes: [0, -1], keepdims: 0 })];
    await assertSameValues({ inputs: { x: positive }, nodes }, { opset: 11 });
  });

  it('Squeeze and Unsqueeze take their axes as an input', async () => {
    const nodes = [
      node('Unsqueeze', ['x'], ['wide'], { axes: [0, 3] }),
      node('Squeeze', ['wide'], ['z'], { axes: [0] }),
    ];
    await assertSameValues({ inputs: { x }, nodes }, { opset: 11 });
  });

  it('Split takes its sizes as an input', async () => {
    const sized = run('Split', ['x'], ['p', 'q'], { axis: 2, split: [1, 3] });
    await assertSameValues(sized, { opset: 11 });
    await assertSameValues(run('Split', ['x'], ['p', 'q'], { axis: -1 }), { opset: 13 });
  });

  it.each([0, 1, 2, -1, undefined])('Softmax flattened from axis %s', async (axis) => {
    const attributes = axis === undefined ? {} : { axis };
    await assertSameValues(run('Softmax', ['x'], ['z'], attributes), { opset: 11 });
    await assertSameValues(run('LogSoftmax', ['x'], ['z'], attributes), { opset: 12 });
  });

  it('Clip takes its bounds as inputs', async () => {
    await assertSameValues(run('Clip', ['x'], ['z'], { min: float(-0.5) }), { opset: 10 });
  });

  it('Pad takes its pads as an input', async () => {
    const attributes = { pads: [0, 1, 0, 0, 0, 2], value: float(3) };
    await assertSameValues(run('Pad', ['x'], ['z'], attributes), { opset: 10 });
  });

  it('Slice takes its bounds as inputs', async () => {
    const attributes = { starts: [1, -3], ends: [2, -1], axes: [0, 2] };
    await assertSameValues(run('Slice', ['x'], ['z'], attributes), { opset: 9 });
    await assertSameValues(run('Slice', ['x'], ['z'], { starts: [1], ends: [9] }), { opset: 9 });
  });

  it('Dropout in inference disappears, its mask does not', async () => {
    const nodes = [node('Dropout', ['x'], ['y'], { ratio: float(0.3) }), node('Neg', ['y'], ['z'])];
    expect(operatorsOf(await assertSameValues({ inputs: { x }, nodes }, { opset: 10 }))).toEqual([
      'Neg',
    ]);
    await assertSameValues(run('Dropout', ['x'], ['z', 'mask']), { opset: 13 });
  });

  it('Identity disappears, but an output keeps its name', async () => {
    const nodes = [node('Identity', ['x'], ['y']), node('Identity', ['y'], ['z'])];
    await assertSameValues({ inputs: { x }, nodes, outputs: ['y', 'z'] });
  });

  it.each([1, 2])('LpNormalization, p %s', async (p) => {
    await assertSameValues(run('LpNormalization', ['x'], ['z'], { p, axis: 1 }), { opset: 11 });
  });

  it.each([
    ['sizes', int64([2], [1, 3]), -1, 1],
    ['equal parts', int64([], [3]), 1, 1],
    ['single slices', undefined, 2, 0],
    ['single slices, kept', undefined, 2, 1],
  ] as const)('an element of a split sequence: %s', async (_, sizes, at, keepdims) => {
    const nodes = [
      node('SplitToSequence', sizes ? ['x', 'sizes'] : ['x'], ['s'], { axis: 2, keepdims }),
      node('SequenceAt', ['s', 'at'], ['z']),
    ];
    const constants = { at: int64([], [at]), ...(sizes && { sizes }) };
    const canonical = await assertSameValues({ inputs: { x }, nodes, constants }, { opset: 11 });
    expect(operatorsOf(canonical)).not.toContain('SequenceAt');
  });

  it.each([0, 1])('a joined sequence, new axis: %s', async (new_axis) => {
    const nodes = [
      node('Neg', ['x'], ['y']),
      node('SequenceConstruct', ['x', 'y', 'x'], ['s']),
      node('ConcatFromSequence', ['s'], ['z'], { axis: 1, new_axis }),
    ];
    const canonical = await assertSameValues({ inputs: { x }, nodes }, { opset: 11 });
    expect(operatorsOf(canonical)).toContain('Concat');
  });

  it('Pow of an unsigned exponent runs', () => {
    const inputs = { x, y: tensor('uint32', [4], Uint32Array.of(1, 2, 3, 0)) };
    const nodes = [node('Pow', ['x', 'y'], ['z'])];
    const canonical = canonicalise(modelOf(smallGraph({ inputs, nodes }), 15));
    expect(operatorsOf(canonical)).toEqual(['Cast', 'Pow']);
  });

  describe('graphs inside attributes', () => {
    const inner = (scale: number) => ({
      name: `branch ${scale}`,
      inputs: [],
      outputs: [{ name: 'inner', dtype: undefined, dims: undefined }],
      initializers: new Map([['s', float32([], [scale])]]),
      nodes: [node('Unsqueeze', ['y'], ['u'], { axes: [0] }), node('Mul', ['u', 's'], ['inner'])],
    });
    const branches = {
      then_branch: { type: 'graph', value: inner(2) },
      else_branch: { type: 'graph', value: inner(3) },
    } as const;
    const nodes = [node('Identity', ['x'], ['y']), node('If', ['c'], ['z'], branches)];
    const c = tensor('bool', [], Uint8Array.of(0));

    it('are upgraded too, and see renamed values', async () => {
      const canonical = await assertSameValues({ inputs: { x, c }, nodes }, { opset: 11 });
      expect(operatorsOf(canonical)).toEqual(['If']);
    });

    it('are taken out where the condition is constant', async () => {
      const small = { inputs: { x }, nodes, constants: { c } };
      const canonical = await assertSameValues(small, { opset: 11 });
      expect(operatorsOf(canonical)).toEqual(['Unsqueeze', 'Mul', 'Identity']);
    });
  });

  it('states one operator set, or a newer one of the file', () => {
    const graph = smallGraph(run('Neg', ['x'], ['z']));
    const opsetOf = (opset: number) => canonicalise(modelOf(graph, opset)).model.opsets.get('');
    expect([11, 21, 23].map(opsetOf)).toEqual([CANONICAL_OPSET, CANONICAL_OPSET, 23]);
  });

  it('can be done again: names stay apart, nothing is left to do', async () => {
    const nodes = [
      node('FastGelu', ['x'], ['g'], {}, 'com.microsoft'),
      node('Unsqueeze', ['g'], ['u'], { axes: [0] }),
      node('MatMul', ['u', 'w'], ['p']),
      node('Softmax', ['p'], ['z'], { axis: 2 }),
    ];
    const small = { inputs: { x }, nodes, constants: { w: randomTensor([4, 4], 2) } };
    const { model: once } = await assertSameValues(small, { opset: 11 });
    const { model: twice } = canonicalise(once);
    expect(twice.graph.nodes).toEqual(once.graph.nodes);
    const computed = once.graph.nodes.flatMap(({ outputs }) => outputs);
    expect(computed).toEqual(expect.arrayContaining(['g', 'u', 'p', 'z']));
  });

  it('leaves what it does not know as it is', () => {
    const unknown = node('Enigma', ['x'], ['z'], {}, 'example.org');
    const { model } = canonicalise(modelOf(smallGraph({ inputs: { x }, nodes: [unknown] }), 11));
    expect(model.graph.nodes).toEqual([unknown]);
  });
});

describe('other float types', () => {
  it('half weights and arithmetic become single', async () => {
    const half = tensor('float16', [4], Uint16Array.of(0x3c00, 0xc000, 0x3555, 0x7bff));
    const nodes = [
      node('Cast', ['x'], ['h'], { to: 10 }),
      node('Add', ['h', 'w'], ['s']),
      node('Cast', ['s'], ['z'], { to: 1 }),
    ];
    // Half rounds sums up to 65504 to multiples of 32: 5e-4 of the largest.
    const small = { inputs: { x }, nodes, constants: { w: half } };
    const { model, quantisation } = await assertSameValues(small, { tolerance: 1e-3 });
    expect(model.graph.initializers.get('w')?.dtype).toBe('float32');
    expect(quantisation).toBe('float16');
  });

  it('doubles become single, and stay finite', () => {
    const lowest = tensor('float64', [1], Float64Array.of(-Number.MAX_VALUE));
    const nodes = [node('Cast', ['x'], ['d'], { to: 11 }), node('Add', ['d', 'w'], ['z'])];
    const graph = smallGraph({ inputs: { x }, nodes, constants: { w: lowest } });
    const { model } = canonicalise(modelOf(graph));
    const weight = model.graph.initializers.get('w');
    expect(weight?.dtype).toBe('float32');
    expect(Number.isFinite(weight?.data[0])).toBe(true);
  });
});
