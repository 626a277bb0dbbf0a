/**
 * What makes an encoder exact: e'(x) = e(x) − e(r_x), so that its reference has embedding zero and
 * attributions add up to the score (Möller, Nikolaev & Padó 2023, https://arxiv.org/abs/2310.05703).
 *
 * Which positions of a text the reference keeps is told by place, not by id: a "[SEP]" that someone wrote
 * stands for text, the one that the tokenizer appends does not.
 */
export interface ExactReference {
  /** The token that stands for "no text". */
  readonly id: number;
  /** What to call it, where the tokenizer has no such token. */
  readonly token?: string | undefined;
  /** Tokens that the tokenizer puts in front of a text ([CLS]) and behind it ([SEP]). */
  readonly before: number;
  readonly after: number;
}

/** r_x: the ids with every token but those of the tokenizer's template replaced. */
export function exactReferenceIds(
  ids: readonly number[],
  { id, before, after }: ExactReference,
): number[] {
  return ids.map((own, at) => (at < before || at >= ids.length - after ? own : id));
}
