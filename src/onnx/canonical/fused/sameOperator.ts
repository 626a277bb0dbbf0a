/** com.microsoft operators that ONNX has under the same name and meaning. */
import type { Rewrite } from '../Rewriting.js';

export const sameOperator: Rewrite = (rewriting) =>
  rewriting.emit.ops(
    rewriting.node.opType,
    rewriting.node.inputs,
    rewriting.attributesWithout(),
    rewriting.node.outputs.length,
  );
