/**
 * Einsum: Z = Σ Π Xᵢ over the letters that the output lacks, linear in each operand. A tangent gets
 * one more letter for its direction, which the output keeps; going back, the output's term changes
 * places with the operand's. https://onnx.ai/onnx/operators/onnx__Einsum.html (opset 12)
 *
 * An ellipsis is spelt out. Assumes that no operand repeats a letter (a diagonal).
 */
import type { Dim } from '../../onnx/valueType.js';
import { isFixed } from '../../onnx/valueType.js';
import { string, type Value } from '../emitter.js';
import { type NodeContext, type Rule, sum } from '../rule.js';

interface Equation {
  readonly terms: readonly string[];
  readonly output: string;
  /** A letter that no term has. */
  readonly direction: string;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function equationOf(node: NodeContext): Equation {
  const text = node.string('equation', '').replaceAll(' ', '');
  const [left = '', right] = text.split('->');
  const free = [...LETTERS].filter((letter) => !text.includes(letter));
  const written = left.split(',');
  const ellipses = written.map((term, i) =>
    term.includes('...') ? node.rank(node.in(i)) - (term.length - 3) : 0,
  );
  const spelt = free.splice(0, Math.max(0, ...ellipses));
  const whole = (term: string, rank: number) =>
    term.replace('...', spelt.slice(spelt.length - rank).join(''));
  const terms = written.map((term, i) => whole(term, ellipses[i] ?? 0));
  if (terms.some((term) => new Set(term).size < term.length)) node.refuse('it takes a diagonal');
  const output = right === undefined ? implicitOutput(terms, spelt) : whole(right, spelt.length);
  return { terms, output, direction: free[0] ?? node.refuse('it uses every letter') };
}

/** Without an arrow: the ellipsis, then every letter that occurs once, in order. */
function implicitOutput(terms: readonly string[], spelt: readonly string[]): string {
  const all = [...terms.join('')];
  const once = all.filter((letter) => all.indexOf(letter) === all.lastIndexOf(letter));
  return [...spelt, ...once.filter((letter) => !spelt.includes(letter)).sort()].join('');
}

export const einsum: Rule = {
  jvp(node, tangents) {
    const { terms, output, direction } = equationOf(node);
    const products = tangents.map((tangent, i) => {
      if (tangent === undefined) return undefined;
      const left = terms.map((term, j) => (j === i ? direction + term : term));
      const equation = string(`${left.join()}->${direction}${output}`);
      const inputs = node.node.inputs.map((input, j) => (j === i ? tangent : input));
      return node.emit.op('Einsum', inputs, { equation });
    });
    return [sum(node.emit, ...products)];
  },
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const equation = equationOf(node);
    return equation.terms.map((_, i) =>
      node.wants(i) ? pull(node, cotangent, i, equation) : undefined,
    );
  },
};

function pull(node: NodeContext, cotangent: Value, i: number, equation: Equation): Value {
  const { emit } = node;
  const { terms, output, direction } = equation;
  const own = terms[i] ?? '';
  const others = terms.map((_, j) => j).filter((j) => j !== i);
  const left = [direction + output, ...others.map((j) => terms[j] ?? '')];
  const reached = [...own].filter((letter) => left.some((term) => term.includes(letter)));
  const target = `${direction}${reached.join('')}`;
  const inputs = [cotangent, ...others.map((j) => node.in(j))];
  const product = emit.op('Einsum', inputs, { equation: string(`${left.join()}->${target}`) });
  const shape = node.shape(node.in(i));
  // Letters of this operand alone were summed over: every place gets the same.
  const missing = [...own].flatMap((letter, at) => (reached.includes(letter) ? [] : [at]));
  const kept = missing.length
    ? emit.op('Unsqueeze', [product, emit.int64(missing.map((at) => at + 1))])
    : product;
  // Axes of size 1 that another operand broadcasts come back with that operand's size.
  const broadcast = [...own].flatMap((letter, at) =>
    isFixed(shape[at] ?? null, 1) && !isOne(node, terms, letter, others) && reached.includes(letter)
      ? [at + 1]
      : [],
  );
  const total = broadcast.length ? emit.op('ReduceSum', [kept, emit.int64(broadcast)]) : kept;
  return missing.length ? node.expandTo(total, node.in(i)) : total;
}

/** Whether a letter's axis has size 1 in all the other operands that have it. */
function isOne(
  node: NodeContext,
  terms: readonly string[],
  letter: string,
  others: readonly number[],
): boolean {
  return others.every((j) => {
    const at = (terms[j] ?? '').indexOf(letter);
    const dim: Dim = at < 0 ? { fixed: 1, perToken: 0 } : (node.shape(node.in(j))[at] ?? null);
    return isFixed(dim, 1);
  });
}
