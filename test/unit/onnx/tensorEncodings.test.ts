import { describe, expect, it } from 'vitest';
import { GraphField, TensorField } from '../../../src/onnx/fields.js';
import { ProtoWriter } from '../../../src/onnx/ProtoWriter.js';
import { readModel } from '../../../src/onnx/read.js';
import { readTensor } from '../../../src/onnx/tensorProto.js';
import { initializer, input, modelFile, node, output, tensorBody, all } from './protoFile.js';
import type { Write } from './protoFile.js';

function read(dims: readonly number[], typeCode: number, write: Write) {
  const writer = new ProtoWriter();
  tensorBody(dims, typeCode, write)(writer);
  return readTensor(writer.finish());
}
const ints =
  (field: number, values: readonly number[]): Write =>
  (tensor) => {
    tensor.ints(field, values);
  };
const raw =
  (bytes: Uint8Array): Write =>
  (tensor) => {
    tensor.bytes(TensorField.rawData, bytes);
  };

describe('a tensor may come in typed fields', () => {
  it.each([
    ['uint8', 2, new Uint8Array([0, 255])],
    ['int8', 3, new Int8Array([-128, 127])],
    ['uint16', 4, new Uint16Array([0, 65535])],
    ['int16', 5, new Int16Array([-32768, 32767])],
    ['int32', 6, new Int32Array([-(2 ** 31), 2 ** 31 - 1])],
    ['bool', 9, new Uint8Array([0, 1])],
    ['float16', 10, new Uint16Array([0x3c00, 0xfbff])],
  ] as const)('%s in int32_data', (dtype, code, data) => {
    const tensor = read([2], code, ints(TensorField.int32Data, [...data]));
    expect(tensor).toEqual({ dtype, dims: [2], data });
  });

  it('int64, to the last bit', () => {
    const values = [-(2n ** 63n), -1n, 0n, 2n ** 53n + 1n, 2n ** 63n - 1n];
    const packed = values.flatMap((value) => varint(BigInt.asUintN(64, value)));
    const tensor = read([5], 7, (writer) => {
      writer.bytes(TensorField.int64Data, Uint8Array.from(packed));
    });
    expect(tensor.data).toEqual(BigInt64Array.from(values));
  });

  it('uint32 and uint64 in uint64_data', () => {
    const large = 2n ** 64n - 1n;
    const write: Write = (writer) => {
      writer.bytes(TensorField.uint64Data, Uint8Array.from(varint(large)));
    };
    expect(read([1], 13, write).data).toEqual(BigUint64Array.of(large));
    const data = read([1], 12, ints(TensorField.uint64Data, [2 ** 32 - 1])).data;
    expect(data).toEqual(Uint32Array.of(2 ** 32 - 1));
  });

  it('float and double, packed or one field an element', () => {
    const one = read([2], 1, (writer) => {
      writer.float(TensorField.floatData, 0.1);
      writer.float(TensorField.floatData, -Infinity);
    });
    expect(one.data).toEqual(Float32Array.of(0.1, -Infinity));
    const packed = read([2], 1, (writer) => {
      writer.floats(TensorField.floatData, [0.1, NaN]);
    });
    expect(packed.data).toEqual(Float32Array.of(0.1, NaN));
    const doubles = read([2], 11, (writer) => {
      writer.bytes(TensorField.doubleData, new Uint8Array(Float64Array.of(0.1, 1e300).buffer));
    });
    expect(doubles.data).toEqual(Float64Array.of(0.1, 1e300));
  });

  it('scalars and empty tensors', () => {
    expect(read([], 6, ints(TensorField.int32Data, [7]))).toEqual({
      dtype: 'int32',
      dims: [],
      data: Int32Array.of(7),
    });
    expect(read([0, 5], 1, () => undefined)).toEqual({
      dtype: 'float32',
      dims: [0, 5],
      data: new Float32Array(),
    });
  });
});

describe('raw data', () => {
  it('is viewed where aligned, copied where not', () => {
    const values = Float32Array.of(1.5, -2.5);
    const file = (name: string) =>
      modelFile(initializer(name, tensorBody([2], 1, raw(new Uint8Array(values.buffer)))));
    // One letter more moves the data by one byte.
    const kinds = ['w', 'ww', 'www', 'wwww'].map((name) => {
      const bytes = file(name);
      const tensor = readModel(bytes).graph.initializers.get(name);
      expect(tensor?.data).toEqual(values);
      return tensor?.data.buffer === bytes.buffer;
    });
    expect(kinds.filter((isView) => isView)).toHaveLength(1);
  });

  it('booleans other than 0 and 1 become 1', () => {
    expect(read([3], 9, raw(Uint8Array.of(0, 1, 7))).data).toEqual(Uint8Array.of(0, 1, 1));
  });
});

describe('reading simplifies', () => {
  const constant = (name: string, write: Write): Write =>
    node('Constant', { outputs: [name], domain: 'ai.onnx', attributes: { [name]: write } });

  it('Constant nodes become initializers', () => {
    const { graph } = readModel(
      modelFile(
        all(
          constant('value', (attribute) => {
            attribute.message(5, tensorBody([1], 6, ints(TensorField.int32Data, [3])));
          }),
          constant('value_float', (attribute) => {
            attribute.float(2, 0.5);
          }),
          constant('value_floats', (attribute) => {
            attribute.floats(7, [0.5, 1.5]);
          }),
          constant('value_int', (attribute) => {
            attribute.int(3, -4);
          }),
          constant('value_ints', (attribute) => {
            attribute.ints(8, [1, 2, 3]);
          }),
          constant('value_string', (attribute) => {
            attribute.string(4, 'kept');
          }),
        ),
      ),
    );
    expect(graph.initializers).toEqual(
      new Map([
        ['value', { dtype: 'int32', dims: [1], data: Int32Array.of(3) }],
        ['value_float', { dtype: 'float32', dims: [], data: Float32Array.of(0.5) }],
        ['value_floats', { dtype: 'float32', dims: [2], data: Float32Array.of(0.5, 1.5) }],
        ['value_int', { dtype: 'int64', dims: [], data: BigInt64Array.of(-4n) }],
        ['value_ints', { dtype: 'int64', dims: [3], data: BigInt64Array.of(1n, 2n, 3n) }],
      ]),
    );
    expect(graph.nodes.map(({ opType, domain, name }) => [opType, domain, name])).toEqual([
      ['Constant', '', 'Constant_0'],
    ]);
  });

  it('an input with an initializer is a constant', () => {
    const weights = initializer('w', tensorBody([1], 1, raw(new Uint8Array(4))));
    const { graph } = readModel(modelFile(all(input('x'), input('w'), weights)));
    expect(graph.inputs.map(({ name }) => name)).toEqual(['x']);
  });

  it('nodes are sorted only where they must be, and named', () => {
    const { graph } = readModel(
      modelFile(
        all(
          input('x'),
          node('Relu', { inputs: ['b'], outputs: ['c'] }),
          node('Relu', { inputs: ['a'], outputs: ['b'], name: 'Relu_0' }),
          node('Relu', { inputs: ['x'], outputs: ['a'], name: 'Relu_0' }),
          node('Abs', { inputs: ['x'], outputs: ['d'] }),
          output('c'),
        ),
      ),
    );
    expect(graph.nodes.map(({ name, outputs }) => [name, outputs[0]])).toEqual([
      ['Relu_0_0', 'a'],
      ['Relu_0', 'b'],
      ['Relu_1', 'c'],
      ['Abs_0', 'd'],
    ]);
  });

  it('a subgraph keeps its node after what it captures', () => {
    const branch: Write = (attribute) => {
      attribute.message(6, (graph) => {
        node('Neg', { inputs: ['late'], outputs: ['n'] })(graph);
        output('n')(graph);
      });
    };
    const { graph } = readModel(
      modelFile(
        all(
          input('c', 9),
          node('If', {
            inputs: ['c'],
            outputs: ['y'],
            attributes: { then_branch: branch, else_branch: branch },
          }),
          node('Relu', { inputs: ['c'], outputs: ['late'] }),
        ),
      ),
    );
    expect(graph.nodes.map(({ opType }) => opType)).toEqual(['Relu', 'If']);
  });

  it('integers beyond the exact ones saturate in attributes: "to the end"', () => {
    const file = modelFile(
      all(
        input('x'),
        node('Op', {
          inputs: ['x'],
          outputs: ['y'],
          attributes: {
            ends: (attribute) => {
              const values = [2n ** 63n - 1n, -(2n ** 63n), 5n, -5n];
              const packed = values.flatMap((value) => varint(BigInt.asUintN(64, value)));
              attribute.bytes(8, Uint8Array.from(packed));
            },
          },
        }),
      ),
    );
    const end = Number.MAX_SAFE_INTEGER;
    expect(readModel(file).graph.nodes[0]?.attributes.get('ends')).toEqual({
      type: 'ints',
      value: [end, -end, 5, -5],
    });
  });

  it('an output may leave its type open', () => {
    const { graph } = readModel(
      modelFile(
        all(input('x'), (writer) => {
          writer.message(GraphField.output, (info) => {
            info.string(1, 'x');
          });
        }),
      ),
    );
    expect(graph.outputs).toEqual([{ name: 'x', dtype: undefined, dims: undefined }]);
  });
});

/** Base-128 digits of an unsigned 64-bit value, lowest first. */
function varint(value: bigint): number[] {
  return value < 128n ? [Number(value)] : [Number(value & 127n) | 128, ...varint(value >> 7n)];
}
