import { bytesOf } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';

/**
 * A safetensors file of one float32 tensor: 8 bytes little-endian header length, a JSON header, the bytes.
 * https://huggingface.co/docs/safetensors
 */
export function safetensorsFile(name: string, tensor: Tensor<'float32'>): Uint8Array {
  const data = bytesOf(tensor);
  const entry = { dtype: 'F32', shape: tensor.dims, data_offsets: [0, data.byteLength] };
  const text = JSON.stringify({ [name]: entry });
  // Padded so that the data is aligned.
  const header = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 8) * 8));
  const file = new Uint8Array(8 + header.byteLength + data.byteLength);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.byteLength), true);
  file.set(header, 8);
  file.set(data, 8 + header.byteLength);
  return file;
}
