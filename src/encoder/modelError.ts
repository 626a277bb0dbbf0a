/** A model that is missing, damaged, or of a kind that cannot be read. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}
