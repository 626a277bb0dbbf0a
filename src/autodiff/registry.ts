/** Every operator with a derivative rule, under its official name. */
import type { Node } from '../onnx/graph.js';
import type { Rule } from './rule.js';
import { abs } from './rules/abs.js';
import { add } from './rules/add.js';
import { cast } from './rules/cast.js';
import { castLike } from './rules/castLike.js';
import { ceil } from './rules/ceil.js';
import { celu } from './rules/celu.js';
import { clip } from './rules/clip.js';
import { concat } from './rules/concat.js';
import { cos } from './rules/cos.js';
import { cumSum } from './rules/cumSum.js';
import { div } from './rules/div.js';
import { dropout } from './rules/dropout.js';
import { einsum } from './rules/einsum.js';
import { elu } from './rules/elu.js';
import { erf } from './rules/erf.js';
import { exp } from './rules/exp.js';
import { expand } from './rules/expand.js';
import { flatten } from './rules/flatten.js';
import { floor } from './rules/floor.js';
import { gather } from './rules/gather.js';
import { gatherElements } from './rules/gatherElements.js';
import { gatherND } from './rules/gatherND.js';
import { gelu } from './rules/gelu.js';
import { gemm } from './rules/gemm.js';
import { hardSigmoid } from './rules/hardSigmoid.js';
import { hardSwish } from './rules/hardSwish.js';
import { identity } from './rules/identity.js';
import { layerNormalization } from './rules/layerNormalization.js';
import { leakyRelu } from './rules/leakyRelu.js';
import { log } from './rules/log.js';
import { logSoftmax } from './rules/logSoftmax.js';
import { matMul } from './rules/matMul.js';
import { max } from './rules/max.js';
import { mean } from './rules/mean.js';
import { min } from './rules/min.js';
import { mish } from './rules/mish.js';
import { mul } from './rules/mul.js';
import { neg } from './rules/neg.js';
import { pad } from './rules/pad.js';
import { pow } from './rules/pow.js';
import { pRelu } from './rules/pRelu.js';
import { reciprocal } from './rules/reciprocal.js';
import { reduceL1 } from './rules/reduceL1.js';
import { reduceL2 } from './rules/reduceL2.js';
import { reduceLogSum } from './rules/reduceLogSum.js';
import { reduceLogSumExp } from './rules/reduceLogSumExp.js';
import { reduceMax } from './rules/reduceMax.js';
import { reduceMean } from './rules/reduceMean.js';
import { reduceMin } from './rules/reduceMin.js';
import { reduceProd } from './rules/reduceProd.js';
import { reduceSum } from './rules/reduceSum.js';
import { reduceSumSquare } from './rules/reduceSumSquare.js';
import { relu } from './rules/relu.js';
import { reshape } from './rules/reshape.js';
import { round } from './rules/round.js';
import { scatterElements } from './rules/scatterElements.js';
import { scatterND } from './rules/scatterND.js';
import { selu } from './rules/selu.js';
import { sigmoid } from './rules/sigmoid.js';
import { sign } from './rules/sign.js';
import { sin } from './rules/sin.js';
import { slice } from './rules/slice.js';
import { softmax } from './rules/softmax.js';
import { softplus } from './rules/softplus.js';
import { softsign } from './rules/softsign.js';
import { split } from './rules/split.js';
import { sqrt } from './rules/sqrt.js';
import { squeeze } from './rules/squeeze.js';
import { sub } from './rules/sub.js';
import { sum } from './rules/sum.js';
import { tanh } from './rules/tanh.js';
import { thresholdedRelu } from './rules/thresholdedRelu.js';
import { tile } from './rules/tile.js';
import { transpose } from './rules/transpose.js';
import { trilu } from './rules/trilu.js';
import { unsqueeze } from './rules/unsqueeze.js';
import { where } from './rules/where.js';

export const rules = {
  Abs: abs,
  Add: add,
  Cast: cast,
  CastLike: castLike,
  Ceil: ceil,
  Celu: celu,
  Clip: clip,
  Concat: concat,
  Cos: cos,
  CumSum: cumSum,
  Div: div,
  Dropout: dropout,
  Einsum: einsum,
  Elu: elu,
  Erf: erf,
  Exp: exp,
  Expand: expand,
  Flatten: flatten,
  Floor: floor,
  Gather: gather,
  GatherElements: gatherElements,
  GatherND: gatherND,
  Gelu: gelu,
  Gemm: gemm,
  HardSigmoid: hardSigmoid,
  HardSwish: hardSwish,
  Identity: identity,
  LayerNormalization: layerNormalization,
  LeakyRelu: leakyRelu,
  Log: log,
  LogSoftmax: logSoftmax,
  MatMul: matMul,
  Max: max,
  Mean: mean,
  Min: min,
  Mish: mish,
  Mul: mul,
  Neg: neg,
  PRelu: pRelu,
  Pad: pad,
  Pow: pow,
  Reciprocal: reciprocal,
  ReduceL1: reduceL1,
  ReduceL2: reduceL2,
  ReduceLogSum: reduceLogSum,
  ReduceLogSumExp: reduceLogSumExp,
  ReduceMax: reduceMax,
  ReduceMean: reduceMean,
  ReduceMin: reduceMin,
  ReduceProd: reduceProd,
  ReduceSum: reduceSum,
  ReduceSumSquare: reduceSumSquare,
  Relu: relu,
  Reshape: reshape,
  Round: round,
  ScatterElements: scatterElements,
  ScatterND: scatterND,
  Selu: selu,
  Sigmoid: sigmoid,
  Sign: sign,
  Sin: sin,
  Slice: slice,
  Softmax: softmax,
  Softplus: softplus,
  Softsign: softsign,
  Split: split,
  Sqrt: sqrt,
  Squeeze: squeeze,
  Sub: sub,
  Sum: sum,
  Tanh: tanh,
  ThresholdedRelu: thresholdedRelu,
  Tile: tile,
  Transpose: transpose,
  Trilu: trilu,
  Unsqueeze: unsqueeze,
  Where: where,
} as const satisfies Record<string, Rule>;

export type DifferentiableOperator = keyof typeof rules;

const isDifferentiable = (opType: string): opType is DifferentiableOperator =>
  Object.hasOwn(rules, opType);

/** The rule of a node in canonical form (onnx/canonical), or undefined. */
export function ruleOf(node: Node): Rule | undefined {
  return node.domain === '' && isDifferentiable(node.opType) ? rules[node.opType] : undefined;
}
