/**
 * The transpose of a linear program: of s ↦ M s, the program of c ↦ Mᵀ c. It takes as many operations
 * as the program itself (Griewank & Walther 2008, "Evaluating Derivatives", ch. 3), so what makes one
 * direction of differentiation cheap carries over to the other.
 */
import type { Tensor } from '../tensor/tensor.js';
import { cotangentsTo } from './differentiate.js';
import type { Emitter, Primal, Value } from './emitter.js';
import { type LinearProgram, UnknownShape } from './factored/factor.js';

/**
 * Mᵀ applied to `seed`, [K, ..shape of the program's result], as [K, ..shape of the program's seed];
 * undefined for M = 0. The program's own direction axis should be of size 1 and stays.
 * Throws UnsupportedNode, UnknownShape. Emits a few nodes per node of the program.
 */
export function transposed(
  emit: Emitter,
  primal: Primal,
  program: LinearProgram,
  seed: Value,
): Value | undefined {
  const types = new Map(primal.types);
  const constants = new Map<string, Tensor>([...primal.graph.initializers, ...emit.initializers]);
  const own = new Set([program.seed, ...program.nodes.flatMap(({ outputs }) => outputs)]);
  const values = program.nodes.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]);
  for (const value of [program.seed, ...values]) {
    const type = emit.typeOf(value);
    if (type) types.set(value, type);
    // Without its type, a value would count as one that derivatives do not flow through.
    else if (own.has(value)) throw new UnknownShape(`Transpose: expected ${value} of a known type`);
  }
  const graph = { ...primal.graph, nodes: program.nodes, initializers: constants };
  const seeds = new Map([[program.result, seed]]);
  return cotangentsTo(graph, types, emit, [program.seed], seeds).get(program.seed);
}
