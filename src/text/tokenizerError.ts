/** A tokenizer file that cannot be used, or a text that cannot be tokenised: `Tokenizer: expected X, got Y`. */
export class TokenizerError extends Error {
  override readonly name = 'TokenizerError';
}
