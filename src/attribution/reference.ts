/**
 * References: the text's special tokens kept, every other position one and the same token. A neutral
 * reference (|e(r)| small) keeps the terms small that the published approximation drops.
 */
import { type ExactReference, exactReferenceIds } from '../encoder/exactReference.js';
import type { TextToken, Tokenizer } from '../text/tokenizer.js';
import { InputError } from './inputError.js';

export type ReferenceOption = 'auto' | 'pad' | 'unk' | 'mask' | { readonly id: number };

/** Where neutral references come from: the model's files, a search, or a short one on first use. */
export type NeutralSource = 'model' | 'search' | 'quick';

/** What is known of a model's references. */
export interface KnownReferences {
  readonly tokenizer: Tokenizer;
  /** Neutral reference tokens, best first. */
  readonly neutral: readonly number[];
  /** `model` unless told. */
  readonly neutralSource?: NeutralSource | undefined;
  /** Of an exact encoder: its own. */
  readonly exact?: ExactReference | undefined;
}

export interface Reference {
  readonly token: string;
  readonly id: number;
  /** asked: someone named it · exact: the encoder's own · none: nothing neutral is known, or all occur. */
  readonly source: NeutralSource | 'asked' | 'exact' | 'none';
  /** More neutral ones that gave way, because they occur in one of the texts. */
  readonly gaveWay?: readonly { readonly token: string; readonly id: number }[];
  /** How many tokens of each text are the reference itself, and so contribute nothing; absent: none. */
  readonly occurs?: { readonly a: number; readonly b: number };
  /** Of the encoder's own reference: what it keeps of a text. */
  readonly exact?: ExactReference;
}

type Texts = readonly (readonly TextToken[])[];

/**
 * The reference token for a pair. `auto` takes an exact encoder's own, else the first neutral token that
 * occurs in neither text, because a token equal to its reference contributes nothing; without any, [UNK],
 * or the most neutral one where there is no [UNK] or that occurs too.
 * Throws InputError where the vocabulary does not have the token.
 */
export function chooseReference(
  option: ReferenceOption,
  { tokenizer, neutral, neutralSource = 'model', exact }: KnownReferences,
  texts: Texts,
): Reference {
  const chosen = (
    id: number | undefined,
    asked: string,
    source: Reference['source'],
    more: Partial<Reference> = {},
  ): Reference => {
    const known = named(tokenizer, id, asked);
    return { ...known, source, ...more, ...occurring(known.id, texts) };
  };
  if (typeof option === 'object') return chosen(option.id, `id:${option.id}`, 'asked');
  if (option !== 'auto') return chosen(tokenizer.special[option], option, 'asked');
  if (exact) {
    const { id, token } = exact;
    if (token !== undefined) return { token, id, source: 'exact', exact };
    return chosen(id, 'auto', 'exact', { exact });
  }
  const used = (id: number) => countsOf(id, texts).some((count) => count > 0);
  const at = neutral.findIndex((id) => !used(id));
  const ahead = at < 0 ? neutral : neutral.slice(0, at);
  const gaveWay = ahead.map((id) => named(tokenizer, id, 'auto'));
  const more = gaveWay.length > 0 ? { gaveWay } : {};
  if (at >= 0) return chosen(neutral[at], 'auto', neutralSource, more);
  const { unk } = tokenizer.special;
  if (unk !== undefined && !used(unk)) return chosen(unk, 'auto', 'none', more);
  return chosen(neutral[0] ?? unk, 'auto', 'none');
}

function named(tokenizer: Tokenizer, id: number | undefined, asked: string) {
  const token = id === undefined ? undefined : tokenizer.token(id);
  if (id !== undefined && token !== undefined) return { token, id };
  throw new InputError(
    `Reference: expected a token of the vocabulary (0 to ${tokenizer.vocabularySize - 1}), ` +
      `got ${asked}`,
  );
}

const countsOf = (id: number, texts: Texts) =>
  texts.map((tokens) => tokens.filter((token) => !token.special && token.id === id).length);

function occurring(id: number, texts: Texts): Pick<Reference, 'occurs'> {
  const [a = 0, b = 0] = countsOf(id, texts);
  return a + b > 0 ? { occurs: { a, b } } : {};
}

/** The reference text's ids: as long as the text, its special tokens in place. */
export function referenceIds(tokens: readonly TextToken[], reference: Reference): number[] {
  const { exact } = reference;
  if (exact) {
    return exactReferenceIds(
      tokens.map(({ id }) => id),
      exact,
    );
  }
  return tokens.map((token) => (token.special ? token.id : reference.id));
}
