/** A model file that cannot be read (or written): `ONNX: expected X, got Y (where)`. */
export class OnnxError extends Error {
  /** @param where node, value or file part; '' when the whole file is meant. */
  constructor(expected: string, got: string, where = '') {
    super(`ONNX: expected ${expected}, got ${got}${where === '' ? '' : ` (${where})`}`);
    this.name = 'OnnxError';
  }
}
