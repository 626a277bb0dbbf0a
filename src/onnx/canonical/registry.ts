/** Every operator that canonicalisation rewrites, by domain, under its official name. */
import type { Node } from '../graph.js';
import { biasGelu, fastGelu, gelu, quickGelu, swish } from './fused/activations.js';
import { attention } from './fused/attention.js';
import { attention as attentionMicrosoft } from './fused/attentionMicrosoft.js';
import { embedLayerNormalization } from './fused/embedLayerNormalization.js';
import { groupQueryAttention } from './fused/groupQueryAttention.js';
import { multiHeadAttention } from './fused/multiHeadAttention.js';
import {
  rmsNormalization,
  skipLayerNormalization,
  skipSimplifiedLayerNormalization,
} from './fused/normalisations.js';
import { fusedGemm, fusedMatMul } from './fused/products.js';
import { rotaryEmbedding } from './fused/rotaryEmbedding.js';
import { rotaryEmbedding as rotaryEmbeddingMicrosoft } from './fused/rotaryEmbeddingMicrosoft.js';
import { sameOperator } from './fused/sameOperator.js';
import { matMulNBits } from './quantised/matMulNBits.js';
import {
  dynamicQuantizeMatMul,
  matMulInteger,
  matMulIntegerToFloat,
  qAttention,
  qLinearMatMul,
} from './quantised/products.js';
import {
  dequantizeLinear,
  dynamicQuantizeLinear,
  gather,
  mul,
  quantizeLinear,
} from './quantised/quantizeLinear.js';
import type { Rewrite } from './Rewriting.js';
import { axesToInput } from './upgrade/axesToInput.js';
import { clip } from './upgrade/clip.js';
import { dropout } from './upgrade/dropout.js';
import { identity } from './upgrade/identity.js';
import { lpNormalization } from './upgrade/lpNormalization.js';
import { pad } from './upgrade/pad.js';
import { pow } from './upgrade/pow.js';
import { concatFromSequence, sequenceAt } from './upgrade/sequences.js';
import { slice } from './upgrade/slice.js';
import { softmax } from './upgrade/softmax.js';
import { split } from './upgrade/split.js';

/** ONNX's own domain. */
export const onnxRewrites = {
  Attention: attention,
  Clip: clip,
  ConcatFromSequence: concatFromSequence,
  DequantizeLinear: dequantizeLinear,
  Dropout: dropout,
  DynamicQuantizeLinear: dynamicQuantizeLinear,
  Gather: gather,
  Identity: identity,
  LogSoftmax: softmax,
  LpNormalization: lpNormalization,
  MatMulInteger: matMulInteger,
  Mul: mul,
  Pad: pad,
  Pow: pow,
  QLinearMatMul: qLinearMatMul,
  QuantizeLinear: quantizeLinear,
  RMSNormalization: rmsNormalization,
  ReduceL1: axesToInput,
  ReduceL2: axesToInput,
  ReduceLogSum: axesToInput,
  ReduceLogSumExp: axesToInput,
  ReduceMax: axesToInput,
  ReduceMean: axesToInput,
  ReduceMin: axesToInput,
  ReduceProd: axesToInput,
  ReduceSum: axesToInput,
  ReduceSumSquare: axesToInput,
  RotaryEmbedding: rotaryEmbedding,
  SequenceAt: sequenceAt,
  // onnxruntime's, though it stands in ONNX's domain.
  SimplifiedLayerNormalization: rmsNormalization,
  Slice: slice,
  Softmax: softmax,
  Split: split,
  Squeeze: axesToInput,
  Swish: swish,
  Unsqueeze: axesToInput,
} as const satisfies Record<string, Rewrite>;

/** com.microsoft. */
export const microsoftRewrites = {
  Attention: attentionMicrosoft,
  BiasGelu: biasGelu,
  DequantizeLinear: dequantizeLinear,
  DynamicQuantizeMatMul: dynamicQuantizeMatMul,
  EmbedLayerNormalization: embedLayerNormalization,
  FastGelu: fastGelu,
  FusedGemm: fusedGemm,
  FusedMatMul: fusedMatMul,
  GatherND: sameOperator,
  Gelu: gelu,
  GroupQueryAttention: groupQueryAttention,
  MatMulIntegerToFloat: matMulIntegerToFloat,
  MatMulNBits: matMulNBits,
  MultiHeadAttention: multiHeadAttention,
  QAttention: qAttention,
  QuantizeLinear: quantizeLinear,
  QuickGelu: quickGelu,
  Range: sameOperator,
  RotaryEmbedding: rotaryEmbeddingMicrosoft,
  SimplifiedLayerNormalization: rmsNormalization,
  SkipLayerNormalization: skipLayerNormalization,
  SkipSimplifiedLayerNormalization: skipSimplifiedLayerNormalization,
  TransposeMatMul: fusedMatMul,
  Trilu: sameOperator,
} as const satisfies Record<string, Rewrite>;

const byDomain = new Map<string, Readonly<Record<string, Rewrite>>>([
  ['', onnxRewrites],
  ['com.microsoft', microsoftRewrites],
]);

/** The rewrite for a node's operator, or undefined. */
export function rewriteOf({ domain, opType }: Node): Rewrite | undefined {
  const rewrites = byDomain.get(domain);
  return rewrites && Object.hasOwn(rewrites, opType) ? rewrites[opType] : undefined;
}
