/**
 * Levels: which tokens move together. Contributions add up over positions, so a coarser level asks
 * for fewer directions and its totals are the sums of the finer one's.
 */
import type { TextToken } from '../text/tokenizer.js';
import { groupWords } from '../text/words.js';

export type Level = 'token' | 'word';

/** A unit of the text at some level. */
export interface Part {
  readonly text: string;
  readonly id: number;
  readonly start: number | null;
  readonly end: number | null;
  readonly special: boolean;
  /** Positions in the token sequence, and the ids there. */
  readonly positions: readonly number[];
  readonly ids: readonly number[];
}

/** A partition of the token positions, in order. */
export function partsAt(level: Level, text: string, tokens: readonly TextToken[]): Part[] {
  switch (level) {
    case 'token':
      return tokens.map(({ text: form, id, start, end, special }, position) => {
        return { text: form, id, start, end, special, positions: [position], ids: [id] };
      });
    case 'word':
      return groupWords(text, tokens).map(({ tokens: positions, ...word }) => ({
        ...word,
        id: tokens[positions[0] ?? 0]?.id ?? 0,
        positions,
        ids: positions.flatMap((position) => tokens[position]?.id ?? []),
      }));
  }
}
