import { describe, expect, it } from 'vitest';
import { stagesOf } from '../../../src/autodiff/stages.js';
import type { Node } from '../../../src/onnx/graph.js';
import { float32 } from '../../../src/tensor/create.js';
import { node, smallGraph, untyped } from '../../support/smallGraph.js';

const w = float32([2, 2], [1, 2, 3, 4]);

/** x is fixed, s changes. */
const graph = smallGraph({
  inputs: { x: w, s: w },
  nodes: [
    node('Transpose', ['w'], ['wt'], { perm: [1, 0] }),
    node('MatMul', ['x', 'w'], ['a']),
    node('Tanh', ['a'], ['b']),
    node('Transpose', ['b'], ['bt'], { perm: [1, 0] }),
    node('Exp', ['b'], ['unused']),
    node('MatMul', ['s', 'wt'], ['c']),
    node('Mul', ['c', 'bt'], ['d']),
    node('Add', ['d', 'x'], ['y']),
  ],
  constants: { w },
});

const outputsOf = (nodes: readonly Node[]) => nodes.flatMap(({ outputs }) => outputs);
const namesOf = (values: readonly { readonly name: string }[]) => values.map(({ name }) => name);

describe('stagesOf', () => {
  it('computes once what does not depend on the changing input, and passes it on', () => {
    const { first, second } = stagesOf(graph, new Set(['s']), untyped);
    expect(outputsOf(first.nodes)).toEqual(['a', 'b']);
    expect(namesOf(first.outputs)).toEqual(['b']);
    expect(namesOf(first.inputs)).toEqual(['x']);
    expect(namesOf(second.inputs).sort()).toEqual(['b', 's', 'x']);
    expect(namesOf(second.outputs)).toEqual(['y']);
  });

  it('leaves constants to whoever reads them, and makes views again', () => {
    const { second } = stagesOf(graph, new Set(['s']), untyped);
    expect(outputsOf(second.nodes)).toEqual(['wt', 'bt', 'c', 'd', 'y']);
    expect([...second.initializers.keys()]).toEqual(['w']);
  });

  it('computes anew what cannot be described', () => {
    const describe_ = (name: string) => (name === 'b' ? undefined : untyped(name));
    const { first, second } = stagesOf(graph, new Set(['s']), describe_);
    expect(namesOf(first.outputs)).toEqual(['a']);
    expect(outputsOf(second.nodes)).toContain('b');
  });

  it('has no first stage where nothing is shared', () => {
    const { first, second } = stagesOf(graph, new Set(['s', 'x']), untyped);
    expect(first.outputs).toEqual([]);
    expect(outputsOf(second.nodes)).toEqual(['wt', 'a', 'b', 'bt', 'c', 'd', 'y']);
  });
});
