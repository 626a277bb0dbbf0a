import { describe, expect, it } from 'vitest';
import { Emitter, int, ints } from '../../../src/autodiff/emitter.js';
import { sum } from '../../../src/autodiff/rule.js';

const perm = (...axes: number[]) => ({ perm: ints(axes) });

describe('Emitter', () => {
  it('gives equal expressions one node', () => {
    const emit = new Emitter('t/');
    const one = emit.op('Softmax', ['x'], { axis: int(1) });
    expect(emit.op('Softmax', ['x'], { axis: int(1) })).toBe(one);
    expect(emit.op('Softmax', ['x'], { axis: int(2) })).not.toBe(one);
    expect(emit.nodes).toHaveLength(2);
  });

  it('gives equal constants one initializer', () => {
    const emit = new Emitter('t/');
    expect(emit.scalar(2)).toBe(emit.scalar(2));
    expect(emit.int64([2])).not.toBe(emit.scalar(2));
    expect(emit.int64([2])).not.toBe(emit.floats([2]));
  });

  it('drops a factor of 1 and a double negation', () => {
    const emit = new Emitter('t/');
    expect(emit.op('Mul', ['x', emit.scalar(1)])).toBe('x');
    expect(emit.op('Mul', [emit.scalar(1), 'x'])).toBe('x');
    expect(emit.op('Neg', [emit.op('Neg', ['x'])])).toBe('x');
    expect(emit.op('Mul', ['x', emit.scalar(2)])).not.toBe('x');
  });

  it('composes transpositions', () => {
    const emit = new Emitter('t/');
    const turned = emit.op('Transpose', ['x'], perm(1, 2, 0));
    expect(emit.op('Transpose', [turned], perm(2, 0, 1))).toBe('x');
    const twice = emit.op('Transpose', [turned], perm(1, 2, 0));
    // Axis i of the second is axis perm[i] of the first, itself axis perm[perm[i]] of x.
    expect(emit.producer(twice)).toMatchObject({ inputs: ['x'] });
    expect(emit.producer(twice)?.attributes.get('perm')).toEqual(ints([2, 0, 1]));
  });

  it('reshapes once where the last shape alone decides', () => {
    const emit = new Emitter('t/');
    const first = emit.op('Reshape', ['x', emit.int64([0, 6])]);
    const second = emit.op('Reshape', [first, emit.int64([0, 2, 3])]);
    expect(emit.producer(second)?.inputs[0]).toBe('x');
  });

  it('keeps a reshape whose sizes the next one copies', () => {
    const emit = new Emitter('t/');
    const first = emit.op('Reshape', ['x', emit.int64([0, 6])]);
    const second = emit.op('Reshape', [first, emit.int64([0, 0, 1])]);
    expect(emit.producer(second)?.inputs[0]).toBe(first);
    const merged = emit.op('Reshape', ['x', emit.int64([-1, 6])]);
    const third = emit.op('Reshape', [merged, emit.int64([0, 2, 3])]);
    expect(emit.producer(third)?.inputs[0]).toBe(merged);
  });

  it('adds what was expanded without expanding it, next to a full term', () => {
    const emit = new Emitter('t/');
    const wide = emit.op('Expand', ['narrow', 'shape']);
    const total = sum(emit, wide, 'full');
    expect(total && emit.producer(total)?.inputs).toEqual(['full', 'narrow']);
    const other = emit.op('Expand', ['other', 'shape']);
    const both = sum(emit, wide, other);
    expect(both && emit.producer(both)?.inputs).toEqual([wide, other]);
  });
});
