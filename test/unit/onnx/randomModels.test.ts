import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Attribute, Graph, Model, Node, ValueInfo } from '../../../src/onnx/graph.js';
import { readModel } from '../../../src/onnx/read.js';
import { writeModel } from '../../../src/onnx/write.js';
import { elementCount, elementSize, tensorFromBytes } from '../../../src/tensor/create.js';
import type { DataType, Tensor } from '../../../src/tensor/tensor.js';

const dtype = fc.constantFrom(...(Object.keys(elementSize) as DataType[]));
/** Any Unicode but lone surrogates, which have no UTF-8 form and become U+FFFD. */
const text = fc
  .string({ unit: 'binary', maxLength: 12 })
  .filter((value) => !/\p{Surrogate}/u.test(value));
const float = fc.float();
/** What an int attribute can hold. */
const integer = fc.maxSafeInteger();

const tensor: fc.Arbitrary<Tensor> = fc
  .tuple(dtype, fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }))
  .chain(([type, dims]) => {
    const length = elementCount(dims) * elementSize[type];
    const byte =
      type === 'bool' ? fc.integer({ min: 0, max: 1 }) : fc.integer({ max: 255, min: 0 });
    return fc
      .array(byte, { minLength: length, maxLength: length })
      .map((bytes) => tensorFromBytes(type, dims, Uint8Array.from(bytes)));
  });

const valueInfo = (name: string): fc.Arbitrary<ValueInfo> =>
  fc.record({
    name: fc.constant(name),
    dtype,
    dims: fc.option(
      fc.array(
        fc.oneof(
          fc.nat(),
          fc.constant(null),
          text.filter((value) => value !== ''),
        ),
        { maxLength: 4 },
      ),
      { nil: undefined },
    ),
  });

const attribute = (depth: number): fc.Arbitrary<Attribute> =>
  fc.oneof(
    fc.record({ type: fc.constant('float' as const), value: float }),
    fc.record({ type: fc.constant('int' as const), value: integer }),
    fc.record({ type: fc.constant('string' as const), value: text }),
    fc.record({ type: fc.constant('floats' as const), value: fc.array(float, { maxLength: 40 }) }),
    fc.record({ type: fc.constant('ints' as const), value: fc.array(integer, { maxLength: 40 }) }),
    fc.record({ type: fc.constant('strings' as const), value: fc.array(text, { maxLength: 3 }) }),
    fc.record({ type: fc.constant('tensor' as const), value: tensor }),
    ...(depth > 0
      ? [fc.record({ type: fc.constant('graph' as const), value: graph(depth - 1) })]
      : []),
  );

/** A graph in order: node i reads earlier values and defines its own. */
function graph(depth: number): fc.Arbitrary<Graph> {
  const prefix = `d${String(depth)}`;
  const inputs = [`${prefix}/in 0`, `${prefix}/in 1`];
  const constants = [`${prefix}/w0`, `${prefix}/w1`];
  const node = (index: number): fc.Arbitrary<Node> => {
    const earlier = Array.from({ length: index }, (_, i) => `${prefix}/v${String(i)}`);
    return fc.record({
      name: fc.constant(`${prefix}/node ${String(index)}`),
      opType: text.map((value) => `Op${value}`),
      domain: fc.constantFrom('', 'com.microsoft', 'ai.onnx.ml'),
      inputs: fc.array(fc.constantFrom('', ...inputs, ...constants, ...earlier), { maxLength: 4 }),
      outputs: fc.constantFrom(
        [`${prefix}/v${String(index)}`],
        [`${prefix}/v${String(index)}`, '', `${prefix}/extra ${String(index)}`],
      ),
      attributes: fc
        .uniqueArray(
          fc.tuple(
            text.map((value) => `a${value}`),
            attribute(depth),
          ),
          {
            maxLength: 3,
            selector: ([name]) => name,
          },
        )
        .map((entries) => new Map(entries)),
    });
  };
  return fc.integer({ min: 0, max: 4 }).chain((count) => {
    const last = count === 0 ? inputs[0] : `${prefix}/v${String(count - 1)}`;
    return fc.record({
      name: text,
      inputs: fc.tuple(...inputs.map(valueInfo)),
      outputs: fc.oneof(
        valueInfo(last ?? '').map((info) => [info]),
        fc.constant([{ name: last ?? '', dtype: undefined, dims: undefined }]),
      ),
      initializers: fc
        .tuple(...constants.map(() => tensor))
        .map((values) => new Map(values.map((value, i) => [constants[i] ?? '', value]))),
      nodes: fc.tuple(...Array.from({ length: count }, (_, i) => node(i))),
    });
  });
}

const model: fc.Arbitrary<Model> = fc.record({
  irVersion: fc.integer({ min: 4, max: 12 }),
  opsets: fc.constantFrom(
    new Map([['', 17]]),
    new Map([
      ['', 20],
      ['com.microsoft', 1],
    ] as const),
  ),
  producer: text,
  metadata: fc
    .dictionary(text, text, { maxKeys: 3 })
    .map((entries) => new Map(Object.entries(entries))),
  graph: graph(2),
});

it('reading what was written gives the same model', () => {
  fc.assert(
    fc.property(model, (given) => {
      expect(readModel(writeModel(given))).toEqual(given);
    }),
    { numRuns: 300 },
  );
});

it('the same model gives the same bytes, at any alignment in memory', () => {
  fc.assert(
    fc.property(model, fc.integer({ min: 0, max: 9 }), (given, shift) => {
      const bytes = writeModel(given);
      const shifted = new Uint8Array(bytes.length + shift);
      shifted.set(bytes, shift);
      const again = readModel(shifted.subarray(shift));
      expect(again).toEqual(given);
      expect(writeModel(again)).toEqual(bytes);
    }),
  );
});
