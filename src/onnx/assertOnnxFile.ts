import { OnnxError } from './OnnxError.js';

const ascii = new TextDecoder('latin1');

/**
 * Recognises what a download or checkout commonly leaves in place of a model. ONNX files have no
 * signature of their own; without this such a file fails deep in the decoder.
 * @throws OnnxError
 */
export function assertOnnxFile(bytes: Uint8Array): void {
  const other = otherFile(bytes);
  if (other !== undefined) throw new OnnxError('an ONNX model', other);
}

/**
 * Whether the bytes are a Git LFS pointer, which stands for a file that was not downloaded
 * (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md).
 */
export function isLfsPointer(bytes: Uint8Array): boolean {
  return ascii.decode(bytes.subarray(0, 64)).startsWith('version https://git-lfs');
}

function otherFile(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return 'an empty file';
  const start = ascii.decode(bytes.subarray(0, 256));
  if (isLfsPointer(bytes)) {
    return 'a Git LFS pointer: the file itself was not downloaded (git lfs pull)';
  }
  if (/^(?:\xef\xbb\xbf)?\s*<(?:!|html|head|body|\?xml)/i.test(start)) {
    return 'an HTML or XML page: the download went to a web page';
  }
  if (start.startsWith('PK\x03\x04')) return 'a zip archive';
  if (start.startsWith('\x1f\x8b')) return 'a gzip archive';
  if (start.startsWith('GGUF')) return 'a GGUF model';
  if (/^\s*\{\s*"/.test(start)) return 'JSON text';
  return undefined;
}
