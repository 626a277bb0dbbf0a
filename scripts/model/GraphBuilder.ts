import type { Attribute, Graph, Node, ValueInfo } from '../../src/onnx/graph.js';
import { float32, int64, tensor } from '../../src/tensor/create.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { dequantise, type QuantisedTensor } from './tfjsWeights.js';

export type Attributes = Readonly<Record<string, Attribute>>;

/** Builds a graph node by node. Nodes are named by path and operator, values after their node. */
export class GraphBuilder {
  readonly #nodes: Node[] = [];
  readonly #initializers = new Map<string, Tensor>();

  /** `/encoder/layer.0/output/dense` and `MatMul` make `/encoder/layer.0/output/dense/MatMul`. */
  node(
    path: string,
    opType: string,
    inputs: readonly string[],
    attributes: Attributes = {},
    output = `${path}/${opType}_output_0`,
  ): string {
    this.#nodes.push({
      name: `${path}/${opType}`,
      opType,
      domain: '',
      inputs,
      outputs: [output],
      attributes: new Map(Object.entries(attributes)),
    });
    return output;
  }

  constant(name: string, value: Tensor): string {
    this.#initializers.set(name, value);
    return name;
  }

  int64s(name: string, values: readonly number[]): string {
    return this.constant(name, int64([values.length], values));
  }

  scalar(name: string, value: number): string {
    return this.constant(name, float32([], [value]));
  }

  /** A vector, as float32: the few of them are 1 % of the file, and need no node of their own. */
  vector(name: string, weights: QuantisedTensor): string {
    return this.constant(name, float32(weights.dims, dequantise(weights)));
  }

  /** A matrix, kept as uint8 behind DequantizeLinear. */
  matrix(path: string, name: string, weights: QuantisedTensor): string {
    return this.#dequantised(path, name, this.#quantised(name, weights), weights);
  }

  /** Rows of an embedding table, kept as uint8: picked first, so that only they are dequantised. */
  rows(path: string, name: string, table: QuantisedTensor, indices: string): string {
    const q = this.node(path, 'Gather', [this.#quantised(name, table), indices]);
    return this.#dequantised(path, name, q, table);
  }

  graph(name: string, inputs: readonly ValueInfo[], outputs: readonly ValueInfo[]): Graph {
    return { name, inputs, outputs, initializers: this.#initializers, nodes: this.#nodes };
  }

  #quantised(name: string, { dims, q }: QuantisedTensor): string {
    return this.constant(`${name}_quantized`, tensor('uint8', dims, q));
  }

  /**
   * value = q · scale + min, as DequantizeLinear (without zero point) and Add.
   *
   * With a zero point one node would do, but onnxruntime turns DequantizeLinear → MatMul into
   * MatMulNBits, which rounds the activations to 8 bits too (`session.qdq_matmulnbits_accuracy_level`):
   * embeddings were then off by 4e-3 instead of 2e-7. The Add in between keeps the file exact
   * under every optimisation level.
   */
  #dequantised(path: string, name: string, q: string, { scale, min }: QuantisedTensor): string {
    const scaled = this.node(path, 'DequantizeLinear', [q, this.scalar(`${name}_scale`, scale)]);
    const shifted = `${path}/dequantised`;
    return this.node(shifted, 'Add', [scaled, this.scalar(`${name}_min`, min)]);
  }
}
