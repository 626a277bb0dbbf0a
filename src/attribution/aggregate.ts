/**
 * Levels: which tokens move together. Contributions add up over positions, so a coarser level asks
 * for fewer directions and its totals are the sums of the finer one's.
 */
import type { Unit } from '../text/groupTokens.js';
import { groupLines, groupSentences } from '../text/stretches.js';
import type { TextToken } from '../text/tokenizer.js';
import { groupWords } from '../text/words.js';

export type Level = 'token' | 'word' | 'line' | 'sentence';

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

/**
 * The parts of a text: a partition of its token positions, in the order of their first ones. Above
 * token level all special tokens are one part: nobody compares them, and each would cost a direction.
 */
export function partsAt(level: Level, text: string, tokens: readonly TextToken[]): Part[] {
  switch (level) {
    case 'token':
      return tokens.map(({ text: form, id, start, end, special }, position) => {
        return { text: form, id, start, end, special, positions: [position], ids: [id] };
      });
    case 'word':
      return toParts(groupWords(text, tokens), tokens);
    case 'line':
      return toParts(groupLines(text, tokens), tokens);
    case 'sentence':
      return toParts(groupSentences(text, tokens), tokens);
  }
}

/** The ids of a text in the order of its positions. */
export function idsOf(parts: readonly Part[]): number[] {
  const ids: number[] = [];
  for (const part of parts) {
    part.positions.forEach((position, i) => (ids[position] = part.ids[i] ?? 0));
  }
  return ids;
}

function toParts(units: readonly Unit[], tokens: readonly TextToken[]): Part[] {
  const special = units.filter((unit) => unit.special);
  const [first] = special;
  return units.flatMap((unit): Part[] => {
    if (!unit.special) return [toPart(unit, tokens)];
    if (unit !== first) return [];
    const text = special.map((each) => each.text).join(' ');
    return [toPart({ ...unit, text, tokens: special.flatMap((each) => each.tokens) }, tokens)];
  });
}

function toPart({ tokens: positions, ...unit }: Unit, tokens: readonly TextToken[]): Part {
  const ids = positions.map((position) => tokens[position]?.id ?? 0);
  return { ...unit, id: ids[0] ?? 0, positions, ids };
}
