import { Encoder, type EncoderOptions } from '../encoder/encoder.js';
import { ModelError } from '../encoder/modelError.js';
import { RunError, type Runtime } from '../encoder/runtime.js';
import type { Model } from '../onnx/graph.js';

/**
 * `Encoder.load`, where what onnxruntime refuses is a fault of the file: nobody's text has been read
 * yet. Throws ModelError or GraphError.
 */
export async function loadEncoder(
  model: Model,
  runtime: Runtime,
  options: EncoderOptions,
): Promise<Encoder> {
  try {
    return await Encoder.load(model, runtime, options);
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    throw new ModelError(error.message, { cause: error });
  }
}
