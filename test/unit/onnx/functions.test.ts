import { describe, expect, it } from 'vitest';
import { AttributeField, GraphField, ModelField, NodeField } from '../../../src/onnx/fields.js';
import type { Graph } from '../../../src/onnx/graph.js';
import { readModel } from '../../../src/onnx/read.js';
import {
  all,
  functionProto,
  input,
  modelFile,
  node,
  nodeBody,
  output,
  type Write,
} from './protoFile.js';

const lines = (graph: Graph) =>
  graph.nodes.map(({ name, opType, inputs, outputs, attributes }) => {
    const values = [...attributes].map(([key, { value }]) => `${key}=${JSON.stringify(value)}`);
    return `${name}: ${outputs.join(', ')} = ${opType}(${[...inputs, ...values].join(', ')})`;
  });

const alpha: Write = (attribute) => {
  attribute.int(AttributeField.type, 1);
  attribute.float(AttributeField.f, 0.5);
};
const reference =
  (name: string): Write =>
  (attribute) => {
    attribute.string(AttributeField.refAttrName, name);
  };

/** y = LeakyRelu(x + x) */
const twice = functionProto('Twice', 'local', {
  inputs: ['x'],
  outputs: ['y'],
  nodes: [
    nodeBody('Add', { name: 'add', inputs: ['x', 'x'], outputs: ['sum'] }),
    nodeBody('LeakyRelu', {
      inputs: ['sum'],
      outputs: ['y'],
      attributes: { alpha: reference('slope') },
    }),
  ],
});

describe('model functions are inlined', () => {
  it('each call with its own values and attributes', () => {
    const model = readModel(
      modelFile(
        all(
          input('a'),
          node('Twice', {
            name: 'one',
            domain: 'local',
            inputs: ['a'],
            outputs: ['b'],
            attributes: { slope: alpha },
          }),
          node('Twice', { name: 'two', domain: 'local', inputs: ['b'], outputs: ['c'] }),
          output('c'),
        ),
        twice,
      ),
    );
    expect(lines(model.graph)).toEqual([
      'one#0/add: one#0/sum = Add(a, a)',
      'one#0/LeakyRelu: b = LeakyRelu(one#0/sum, alpha=0.5)',
      'two#1/add: two#1/sum = Add(b, b)',
      'two#1/LeakyRelu: c = LeakyRelu(two#1/sum)',
    ]);
  });

  it('with defaults, calls within calls, and inputs handed through', () => {
    const outer = functionProto('Outer', 'local', {
      inputs: ['p', 'unused'],
      outputs: ['q', 'p'],
      nodes: [
        nodeBody('Twice', {
          name: 'inner',
          domain: 'local',
          inputs: ['p'],
          outputs: ['q'],
          attributes: { slope: reference('steep') },
        }),
      ],
      defaults: { steep: alpha },
    });
    const model = readModel(
      modelFile(
        all(
          input('a'),
          node('Outer', { name: 'call', domain: 'local', inputs: ['a'], outputs: ['b', 'same'] }),
          output('b'),
          output('same'),
        ),
        all(twice, outer),
      ),
    );
    expect(lines(model.graph)).toEqual([
      'call#0/inner#1/add: call#0/inner#1/sum = Add(a, a)',
      'call#0/inner#1/LeakyRelu: b = LeakyRelu(call#0/inner#1/sum, alpha=0.5)',
      'call#0/output 1: same = Identity(a)',
    ]);
  });

  it('subgraphs of a body see the values of their call', () => {
    const branch: Write = (attribute) => {
      attribute.int(AttributeField.type, 5);
      attribute.message(AttributeField.g, (graph) => {
        graph.message(GraphField.node, nodeBody('Neg', { inputs: ['x'], outputs: ['n'] }));
        output('n')(graph);
      });
    };
    const choose = functionProto('Choose', 'local', {
      inputs: ['cond', 'x'],
      outputs: ['y'],
      nodes: [
        nodeBody('If', {
          name: 'if',
          inputs: ['cond'],
          outputs: ['y'],
          attributes: { then_branch: branch, else_branch: branch },
        }),
      ],
    });
    const { graph } = readModel(
      modelFile(
        all(
          input('c', 9),
          input('a'),
          node('Choose', { name: 'k', domain: 'local', inputs: ['c', 'a'], outputs: ['b'] }),
          output('b'),
        ),
        choose,
      ),
    );
    const inner = graph.nodes[0]?.attributes.get('then_branch');
    expect(inner?.type === 'graph' && lines(inner.value)).toEqual(['k#0/Neg: k#0/n = Neg(a)']);
  });

  it('overloads are told apart', () => {
    const overload = (name: string, opType: string): Write =>
      functionProtoWithOverload(name, opType);
    const call: Write = (graph) => {
      graph.message(GraphField.node, (writer) => {
        nodeBody('F', { name: 'f', domain: 'local', inputs: ['a'], outputs: ['b'] })(writer);
        writer.string(NodeField.overload, 'second');
      });
    };
    const model = readModel(
      modelFile(
        all(input('a'), call, output('b')),
        all(overload('first', 'Abs'), overload('second', 'Neg')),
      ),
    );
    expect(lines(model.graph)).toEqual(['f#0/Neg: b = Neg(a)']);
  });
});

describe('functions that cannot be inlined are refused', () => {
  const calls = (name: string, callee: string, times: number) =>
    functionProto(name, 'local', {
      inputs: ['x'],
      outputs: ['y'],
      nodes: Array.from({ length: times }, (_, i) =>
        nodeBody(callee, {
          domain: callee === 'Relu' ? '' : 'local',
          inputs: [i === 0 ? 'x' : `t${String(i)}`],
          outputs: [i === times - 1 ? 'y' : `t${String(i + 1)}`],
        }),
      ),
    });
  const read = (functions: Write, callee: string) =>
    readModel(
      modelFile(
        all(
          input('a'),
          node(callee, { name: 'call', domain: 'local', inputs: ['a'], outputs: ['b'] }),
        ),
        functions,
      ),
    );

  it('one that calls itself', () => {
    const mutual = all(calls('Ping', 'Pong', 1), calls('Pong', 'Ping', 1));
    expect(() => read(mutual, 'Ping')).toThrow(
      'ONNX: expected functions that do not call themselves, got Ping (node "call#0/Pong#1/Ping"',
    );
  });

  it('ones that double at every level', () => {
    const levels = Array.from({ length: 40 }, (_, i) =>
      calls(`F${String(i)}`, i === 0 ? 'Relu' : `F${String(i - 1)}`, 2),
    );
    expect(() => read(all(...levels), 'F39')).toThrow(
      'ONNX: expected functions that expand to a graph in memory, got too many nodes',
    );
  });

  it('a chain of them deeper than any program', () => {
    const levels = Array.from({ length: 5000 }, (_, i) =>
      calls(`F${String(i)}`, i === 0 ? 'Relu' : `F${String(i - 1)}`, 1),
    );
    expect(() => read(all(...levels), 'F4999')).toThrow(
      'ONNX: expected functions at most 100 deep, got deeper',
    );
  });

  it('a call with more inputs than the function has', () => {
    const file = modelFile(
      all(
        input('a'),
        node('Twice', { name: 'n', domain: 'local', inputs: ['a', 'a'], outputs: ['b'] }),
      ),
      twice,
    );
    expect(() => readModel(file)).toThrow(
      'ONNX: expected at most 1 inputs and 1 outputs, got 2 and 1 (node "n", Twice)',
    );
  });

  it('a reference to an attribute outside a function', () => {
    const file = modelFile(
      all(
        input('a'),
        node('LeakyRelu', {
          name: 'n',
          inputs: ['a'],
          outputs: ['b'],
          attributes: { alpha: reference('slope') },
        }),
      ),
    );
    expect(() => readModel(file)).toThrow(
      'ONNX: expected attributes with a value, got a reference to "slope" outside a function ' +
        '(node "n", LeakyRelu)',
    );
  });
});

function functionProtoWithOverload(overload: string, opType: string): Write {
  return (model) => {
    model.message(ModelField.functions, (writer) => {
      writer.string(1, 'F');
      writer.string(4, 'x');
      writer.string(5, 'y');
      writer.message(7, nodeBody(opType, { inputs: ['x'], outputs: ['y'] }));
      writer.string(10, 'local');
      writer.string(13, overload);
    });
  };
}
