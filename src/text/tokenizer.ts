/** Tokenizer contract: ids as the model was trained with, spans over the text as the user wrote it. */

export interface TextToken {
  readonly id: number;
  /** Vocabulary form, e.g. `##ing`. */
  readonly text: string;
  /** UTF-16 offsets, half-open, into the original text; null for tokens that stand for none of it. */
  readonly start: number | null;
  readonly end: number | null;
  readonly special: boolean;
}

export interface EncodedText {
  /** With special tokens, at most `maxTokens` of them. */
  readonly tokens: readonly TextToken[];
  /** What a too long text lost; null when all was read. */
  readonly unread: { readonly from: number; readonly tokens: number } | null;
}

export interface Tokenizer {
  /** Throws `TokenizerError` on a lone surrogate; never on other text. Cost: linear in the text. */
  encode(text: string, maxTokens: number): EncodedText;
  /** Vocabulary form of an id, undefined outside the vocabulary. */
  token(id: number): string | undefined;
  readonly vocabularySize: number;
  readonly special: {
    readonly pad: number | undefined;
    readonly unk: number | undefined;
    readonly mask: number | undefined;
  };
}
