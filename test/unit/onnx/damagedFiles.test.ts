import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OnnxError } from '../../../src/onnx/OnnxError.js';
import { ProtoWriter } from '../../../src/onnx/ProtoWriter.js';
import { readModel } from '../../../src/onnx/read.js';
import { input, modelFile, node, output, type Write } from './protoFile.js';

const real = readFileSync('test/fixtures/encoders/bert/classic.onnx');

function messageOf(bytes: Uint8Array): string {
  try {
    readModel(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(OnnxError);
    return (error as OnnxError).message;
  }
  return 'was read';
}

describe('any damage gives an OnnxError, quickly', () => {
  it('cut off anywhere', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: real.length - 1 }), (length) => {
        expect(messageOf(real.subarray(0, length))).toMatch(/^ONNX: expected .+, got .+/);
      }),
    );
  });

  it('cut off between two fields, before the operator set', () => {
    expect(messageOf(real.subarray(0, -4))).toBe(
      'ONNX: expected an operator set version, got none: truncated',
    );
  });

  it('one byte changed: an OnnxError, or a model', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: real.length - 1 }),
        fc.integer({ min: 0, max: 255 }),
        (position, value) => {
          const damaged = Uint8Array.from(real);
          damaged[position] = value;
          messageOf(damaged);
        },
      ),
    );
  });

  it('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        messageOf(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it('subgraphs nested without end', () => {
    const nested = (depth: number): Write =>
      node('If', {
        attributes: {
          then_branch: (attribute) => {
            if (depth > 0) attribute.message(6, nested(depth - 1));
          },
        },
      });
    expect(messageOf(modelFile(nested(200)))).toBe(
      'ONNX: expected at most 100 nested messages, got more ' +
        '(model/graph/node 0/attribute/subgraph)',
    );
  });

  it('a chain of 100 000 nodes in reverse order', () => {
    const count = 100_000;
    const graph: Write = (writer) => {
      input('v0')(writer);
      for (let i = count; i > 0; i--) {
        node('Relu', { inputs: [`v${String(i - 1)}`], outputs: [`v${String(i)}`] })(writer);
      }
      output(`v${String(count)}`)(writer);
    };
    const model = readModel(modelFile(graph));
    expect(model.graph.nodes.map(({ outputs }) => outputs[0])).toEqual(
      Array.from({ length: count }, (_, i) => `v${String(i + 1)}`),
    );
  });

  it('a varint without end', () => {
    const bytes = new Uint8Array(20).fill(0xff);
    expect(messageOf(bytes)).toBe(
      'ONNX: expected a varint, got more than 10 bytes: damaged or not ONNX (model)',
    );
  });

  it('a message longer than the one around it', () => {
    const inner = new ProtoWriter();
    inner.int(1, 8);
    // Field 7 (graph) of 2 bytes, holding field 1 (node) that claims 100.
    const bytes = Uint8Array.of(...inner.finish(), 0x3a, 0x02, 0x0a, 100, 0, 0, 0, 0);
    expect(messageOf(bytes)).toBe(
      'ONNX: expected 100 more bytes, got the end: truncated or not an ONNX file (model/graph)',
    );
  });
});
