import { readFile } from 'node:fs/promises';
import { OnnxError } from '../onnx/OnnxError.js';
import { readModel } from '../onnx/read.js';

/** No tensor of an encoder comes near it; more is a damaged or hostile file. */
const LARGEST_TENSOR = 8 * 2 ** 30;

/**
 * The files beside an ONNX file that its tensors are kept in, as it names them. Throws OnnxError.
 * Reads the ONNX file alone: the tensors are given zeros, which the system does not even allocate.
 */
export async function externalDataOf(modelPath: string): Promise<string[]> {
  const locations = new Set<string>();
  readModel(await readFile(modelPath), {
    externalData: (location, _offset, length) => {
      if (length > LARGEST_TENSOR) {
        throw new OnnxError('a tensor below 8 GiB', `${length} bytes`, modelPath);
      }
      locations.add(location);
      return new Uint8Array(length);
    },
  });
  return [...locations];
}
