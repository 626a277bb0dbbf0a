/** CastLike: Cast to the type of another value. https://onnx.ai/onnx/operators/onnx__CastLike.html (opset 19) */
import { cast } from './cast.js';

export const castLike = cast;
