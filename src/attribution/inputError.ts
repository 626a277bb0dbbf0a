/** The caller asked for something that has no explanation: an empty text, an unknown layer or id. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
