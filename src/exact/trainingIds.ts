/**
 * More texts to train on than were written: cuts, texts without some of their tokens, two stretches in a
 * row, and long runs of texts. What a reference takes away from an embedding depends on the length, so a
 * head that saw short texts only is worse on long ones (docs/reference.md).
 */
import type { Random } from '../study/statistics/random.js';

/** Ids of one text, without the tokenizer's own. */
export type Content = readonly number[];

export interface TrainingSize {
  /** Short texts made from those given. */
  readonly short: number;
  /** Runs of texts, of lengths spread up to `longest` tokens. */
  readonly long: number;
  readonly longest: number;
}

/** Lengths of long texts: few, for each wants a reference of its own. */
const LONG_LENGTHS = 16;
const SHORTEST_LONG = 40;

/** The texts themselves, then what is made of them. The same random numbers give the same texts. */
export function trainingIds(
  texts: readonly Content[],
  { short, long, longest }: TrainingSize,
  random: Random,
): readonly Content[] {
  const share = () => random.next();
  const below = (count: number) => random.below(count);
  const any = () => texts[below(texts.length)] ?? [];
  const cut = (text: Content, least: number, most: number) => {
    const length = Math.min(text.length, least + below(Math.max(1, Math.min(most, text.length))));
    const from = below(text.length - length + 1);
    return text.slice(from, from + length);
  };
  const made: Content[] = texts.map((text) => text.slice(0, longest));
  for (let n = 0; n < short; n++) {
    const kind = share();
    const text =
      kind < 0.4
        ? cut(any(), 1, Infinity)
        : kind < 0.7
          ? [...cut(any(), 2, 20), ...cut(any(), 2, 20)]
          : any().filter(() => share() > 0.25);
    if (text.length > 0) made.push(text.slice(0, longest));
  }
  if (longest < SHORTEST_LONG) return made;
  for (let n = 0; n < long; n++) {
    const step = below(LONG_LENGTHS) / (LONG_LENGTHS - 1);
    const length = Math.round(SHORTEST_LONG * (longest / SHORTEST_LONG) ** step);
    made.push(run(texts, length, share() < 0.3 ? () => below(texts.length) : null, below));
  }
  return made;
}

/** Texts in a row, neighbours unless `next` says which: of one kind, as texts of one place are. */
function run(
  texts: readonly Content[],
  length: number,
  next: (() => number) | null,
  below: (count: number) => number,
): Content {
  const ids: number[] = [];
  let at = below(texts.length);
  while (ids.length < length) {
    ids.push(...(texts[at % texts.length] ?? []));
    at = next ? next() : at + 1;
  }
  return ids.slice(0, length);
}
