/** The emitter of derivatives: applies a few algebraic identities on the way (simplify.ts). */
import { type Attributes, Emitter as NodeEmitter, type Value } from '../onnx/emitter.js';
import { simplify } from './simplify.js';

export { type Attributes, type Value, float, int, ints, string } from '../onnx/emitter.js';

export class Emitter extends NodeEmitter {
  override op(opType: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    return simplify(this, opType, inputs, attributes) ?? super.op(opType, inputs, attributes);
  }

  /** What an emitted Expand expanded, or the value itself. */
  unexpanded(value: Value): Value {
    const node = this.producer(value);
    return node?.opType === 'Expand' ? (node.inputs[0] ?? value) : value;
  }
}
