import { describe, expect, it } from 'vitest';
import { GraphField, NodeField, TensorField } from '../../../src/onnx/fields.js';
import { OnnxError } from '../../../src/onnx/OnnxError.js';
import { readModel } from '../../../src/onnx/read.js';
import {
  all,
  entry,
  initializer,
  input,
  modelFile,
  node,
  output,
  tensorBody,
  type Write,
} from './protoFile.js';

const text = (value: string) => new TextEncoder().encode(value);

function messageOf(bytes: Uint8Array): string {
  try {
    readModel(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(OnnxError);
    return (error as OnnxError).message;
  }
  return 'was read';
}

const raw = (bytes: number): Write => {
  return (tensor) => {
    tensor.bytes(TensorField.rawData, new Uint8Array(bytes));
  };
};
const weights = (dims: readonly number[], typeCode: number, write: Write) =>
  modelFile(initializer('w', tensorBody(dims, typeCode, write)));
const external = (...entries: readonly (readonly [string, string])[]) =>
  weights(
    [2],
    1,
    all(...entries.map(([key, value]) => entry(TensorField.externalData, key, value)), (tensor) => {
      tensor.int(TensorField.dataLocation, 1);
    }),
  );

describe('what is not an ONNX file says what it is', () => {
  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'ONNX: expected an ONNX model, got an empty file'],
    [
      'a Git LFS pointer',
      text('version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 123\n'),
      'ONNX: expected an ONNX model, got a Git LFS pointer: ' +
        'the file itself was not downloaded (git lfs pull)',
    ],
    [
      'a web page',
      text('\n<!DOCTYPE html><html><body>404</body></html>'),
      'ONNX: expected an ONNX model, got an HTML or XML page: the download went to a web page',
    ],
    ['a zip file', text('PK\x03\x04rest'), 'ONNX: expected an ONNX model, got a zip archive'],
    ['JSON', text('{"error": "not found"}'), 'ONNX: expected an ONNX model, got JSON text'],
    [
      'plain text',
      text('hello world, this is not a model'),
      'ONNX: expected a protobuf field, got tag 13, wire type 4: ' +
        'damaged or not an ONNX file (model)',
    ],
    [
      'another protobuf message',
      Uint8Array.of(0x08, 0x01),
      'ONNX: expected a model with a graph, got none: not an ONNX model',
    ],
    [
      'zeros',
      new Uint8Array(64),
      'ONNX: expected a protobuf field, got tag 0, wire type 0: ' +
        'damaged or not an ONNX file (model)',
    ],
  ])('%s', (_, bytes, message) => {
    expect(messageOf(bytes)).toBe(message);
  });
});

describe('a damaged graph names the place', () => {
  it.each<[string, Uint8Array, string]>([
    [
      'a cycle',
      modelFile(
        all(
          node('Relu', { name: 'first', inputs: ['b'], outputs: ['a'] }),
          node('Relu', { name: 'second', inputs: ['a'], outputs: ['b'] }),
        ),
      ),
      'ONNX: expected nodes without a cycle, ' +
        'got node "second" and node "first" depending on each other',
    ],
    [
      'a value defined twice',
      modelFile(
        all(
          input('x'),
          node('Relu', { inputs: ['x'], outputs: ['y'] }),
          node('Abs', { name: 'again', inputs: ['x'], outputs: ['y'] }),
        ),
      ),
      'ONNX: expected each value defined once, got "y" twice (node "again", Abs)',
    ],
    [
      'an input that nothing defines',
      modelFile(node('Relu', { name: 'lost', inputs: ['nowhere'], outputs: ['y'] })),
      'ONNX: expected inputs that are defined, got "nowhere" (node "lost", Relu)',
    ],
    [
      'an output that nothing computes',
      modelFile(all((graph) => graph.string(GraphField.name, 'main'), output('nowhere'))),
      'ONNX: expected a graph output that is computed, got "nowhere" (main)',
    ],
    [
      'a node without operator',
      modelFile(node('', { outputs: ['y'] })),
      'ONNX: expected an operator, got none (node 0, )',
    ],
    [
      'an attribute with a sparse tensor',
      modelFile(
        node('Constant', {
          name: 'c',
          outputs: ['y'],
          attributes: { sparse_value: (attribute) => attribute.int(20, 11) },
        }),
      ),
      'ONNX: expected a number, string, tensor, graph, or list of numbers or strings, ' +
        'got attribute type 11 (attribute "sparse_value" of node "c", Constant)',
    ],
    [
      'an input that is no tensor',
      modelFile(input('words', 8)),
      'ONNX: expected a numeric tensor, got string (graph input "words")',
    ],
    [
      'bytes that are no text in a name',
      modelFile((graph) => {
        graph.message(GraphField.node, (writer) => {
          writer.bytes(NodeField.name, Uint8Array.of(0xff, 0xfe));
        });
      }),
      'ONNX: expected UTF-8 text, got 2 other bytes (model/graph/node 0)',
    ],
  ])('%s', (_, bytes, message) => {
    expect(messageOf(bytes)).toBe(message);
  });
});

describe('weights are checked before memory is taken', () => {
  it.each<[string, Uint8Array, string]>([
    [
      'too few bytes',
      weights([2, 3], 1, raw(20)),
      'ONNX: expected 24 bytes of float32 [2, 3], got 20 (tensor "w")',
    ],
    [
      'too few values',
      weights([4], 1, (tensor) => tensor.floats(TensorField.floatData, [1, 2, 3])),
      'ONNX: expected 4 elements of float32 [4], got 3 (tensor "w")',
    ],
    [
      'a terabyte that is not there',
      weights([1_000_000, 1_000_000], 1, raw(4)),
      'ONNX: expected 4000000000000 bytes of float32 [1000000, 1000000], got 4 (tensor "w")',
    ],
    [
      'more elements than numbers can count',
      weights([2 ** 40, 2 ** 40], 1, raw(4)),
      'ONNX: expected dimensions of a tensor in memory, ' +
        'got [1099511627776, 1099511627776] (tensor "w")',
    ],
    [
      'negative dimensions, whose product is right',
      weights([-2, -3], 1, raw(24)),
      'ONNX: expected dimensions of a tensor in memory, got [-2, -3] (tensor "w")',
    ],
    [
      'a type without arrays of its own',
      weights([1], 16, raw(2)),
      'ONNX: expected a tensor of floats, doubles, halves, integers of 8 to 64 bits or booleans, ' +
        'got bfloat16 (tensor "w")',
    ],
    [
      'external data without a folder to look in',
      external(['location', 'weights.bin']),
      'ONNX: expected all weights in the file itself, ' +
        'got external data in "weights.bin" (tensor "w")',
    ],
    [
      'an external offset that is no number',
      external(['location', 'weights.bin'], ['offset', '-4096']),
      'ONNX: expected a whole number as external data offset, got "-4096" (tensor "w")',
    ],
    [
      'an external length that is not that of the dimensions',
      external(['location', 'weights.bin'], ['length', '9']),
      'ONNX: expected external data of 8 bytes, got 9 (tensor "w")',
    ],
  ])('%s', (_, bytes, message) => {
    const before = process.memoryUsage().arrayBuffers;
    expect(messageOf(bytes)).toBe(message);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e6);
  });

  it.each([
    '/etc/passwd',
    '../secrets.bin',
    'weights/../../secrets.bin',
    '..\\secrets.bin',
    'C:\\secrets.bin',
    'c:secrets.bin',
    '\\\\server\\share\\secrets.bin',
    'weights.bin\0.txt',
    '',
  ])('external data must stay in the folder: %j', (location) => {
    expect(messageOf(external(['location', location]))).toBe(
      "ONNX: expected external data in a relative path inside the model's folder, " +
        `got ${JSON.stringify(location)} (tensor "w")`,
    );
  });
});
