/** A model file that cannot be read (or written): `ONNX: expected X, got Y (where)`. */
export class OnnxError extends Error {
  /** @param where node, value or file part; '' when the whole file is meant. */
  constructor(expected: string, got: string, where = '') {
    const place = where === '' ? '' : ` (${clipped(where)})`;
    super(`ONNX: expected ${clipped(expected)}, got ${clipped(got)}${place}`);
    this.name = 'OnnxError';
  }
}

/** Parts quote names from the file, which may be as long as the file. */
function clipped(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 300)}…`;
}
