/** Identity: y = x. https://onnx.ai/onnx/operators/onnx__Identity.html (opset 21) */
import { passThrough } from './support/passThrough.js';

export const identity = passThrough;
