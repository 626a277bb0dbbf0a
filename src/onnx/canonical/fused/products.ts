/**
 * Matrix products fused with a scale, transpositions or an activation.
 * https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.FusedMatMul
 */
import { type Attributes, float, ints, string, type Value } from '../../emitter.js';
import type { Rewrite, Rewriting } from '../Rewriting.js';
import { rankOf } from '../trace.js';
import { transposed } from '../weights.js';

/** α A′ B′, the last two axes of A and B transposed where asked. */
export const fusedMatMul: Rewrite = (node) => {
  if (node.int('transBatchA', 0) !== 0 || node.int('transBatchB', 0) !== 0) return undefined;
  const a = node.int('transA', 0) === 0 ? node.in(0) : lastSwapped(node, node.in(0));
  const b = node.int('transB', 0) === 0 ? node.in(1) : lastSwapped(node, node.in(1));
  const alpha = node.float('alpha', 1);
  const scaled = alpha === 1 ? a : node.op('Mul', [a, node.emit.scalar(alpha)]);
  return [node.op('MatMul', [scaled, b])];
};

function lastSwapped(node: Rewriting, value: Value): Value {
  const tensor = node.constantOf(value);
  if (tensor?.dtype === 'float32' && tensor.dims.length === 2) {
    return node.emit.tensor(transposed(tensor));
  }
  const rank = rankOf(node, value);
  if (rank === undefined) {
    return node.op('Einsum', [value], { equation: string('...ij->...ji') });
  }
  const perm = Array.from({ length: rank }, (_, i) => i);
  return node.op('Transpose', [value], { perm: ints([...perm.slice(0, -2), rank - 1, rank - 2]) });
}

/** Activations by name, with what their parameters are called. */
const ACTIVATIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Elu', ['alpha']],
  ['HardSigmoid', ['alpha', 'beta']],
  ['LeakyRelu', ['alpha']],
  ['Relu', []],
  ['Selu', ['alpha', 'gamma']],
  ['Sigmoid', []],
  ['Softplus', []],
  ['Softsign', []],
  ['Tanh', []],
]);

export const fusedGemm: Rewrite = (node) => {
  const activation = node.string('activation', '');
  const parameters = ACTIVATIONS.get(activation);
  if (activation !== '' && parameters === undefined) return undefined;
  const own = Object.keys(node.attributesWithout()).filter((name) => name.startsWith('activation'));
  const product = node.op('Gemm', node.node.inputs, node.attributesWithout(...own));
  if (parameters === undefined) return [product];
  const given = parameters.filter((name) => node.node.attributes.has(`activation_${name}`));
  const attributes: Attributes = Object.fromEntries(
    given.map((name) => [name, float(node.float(`activation_${name}`, 0))]),
  );
  return [node.op(activation, [product], attributes)];
};
