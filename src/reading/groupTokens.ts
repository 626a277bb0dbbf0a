import type { Token } from '../protocol.js';
import type { ReadingLevel } from './levels.js';
import type { Segmentation } from './segment.js';

/** A unit of a text at some level: tokens that are read as one. */
export interface ReadingUnit {
  /** What stands for it in an explanation at this level. */
  readonly token: Token;
  /** Indices of its tokens, ascending; never empty. */
  readonly members: readonly number[];
  /** Of a symbol. */
  readonly name?: string;
}

/**
 * Puts tokens together to the units of a level. The units partition the tokens, in the order of their
 * first ones. Special tokens are one unit; a token that stands for no characters goes with the one
 * after it, or else with the one before.
 */
export function groupTokens(
  text: string,
  tokens: readonly Token[],
  { bounds, outline }: Segmentation,
  level: ReadingLevel,
): ReadingUnit[] {
  if (level === 'token') return tokens.map((token, i) => ({ token, members: [i] }));
  const groups: number[][] = [];
  const special: number[] = [];
  let waiting: number[] = [];
  let before: number | null = null;
  tokens.forEach((token, i) => {
    if (token.special) {
      if (special.length === 0) groups.push(special);
      special.push(i);
      return;
    }
    if (token.start === null) {
      waiting.push(i);
      return;
    }
    const group = groups.findLast((each) => each !== special);
    const at = visibleStart(text, token.start, token.end ?? token.start);
    const isNew = before === null || bounds.parts(before, at, level);
    if (group && !isNew) group.push(...waiting, i);
    else groups.push([...waiting, i]);
    waiting = [];
    before = at;
  });
  if (waiting.length > 0) {
    const last = groups.findLast((each) => each !== special);
    if (last) last.push(...waiting);
    else groups.push(waiting);
  }
  return groups
    .sort((x, y) => (x[0] ?? 0) - (y[0] ?? 0))
    .map((members) => toUnit(text, tokens, members, level === 'symbol' ? outline : []));
}

/** Pieces of some vocabularies have the space before their word. */
function visibleStart(text: string, start: number, end: number): number {
  const blank = /^\s+/u.exec(text.slice(start, end))?.[0].length ?? 0;
  return start + blank < end ? start + blank : start;
}

/** Without white space at its ends, unless it is nothing else. */
function trimmed(text: string, start: number, end: number): { start: number; end: number } {
  const slice = text.slice(start, end);
  if (!/\S/u.test(slice)) return { start, end };
  const from = slice.length - slice.trimStart().length;
  return { start: start + from, end: start + slice.trimEnd().length };
}

function toUnit(
  text: string,
  tokens: readonly Token[],
  members: readonly number[],
  outline: Segmentation['outline'],
): ReadingUnit {
  const all = members.flatMap((i) => tokens[i] ?? []);
  const [first] = all;
  if (first === undefined || all.length === 1) {
    return { token: first ?? none, members };
  }
  const { id, special } = first;
  const count = all.reduce((sum, token) => sum + (token.count ?? 1), 0);
  if (special) {
    const joined = all.map((token) => token.text).join(' ');
    return { token: { text: joined, id, start: null, end: null, special, count }, members };
  }
  const starts = all.flatMap(({ start }) => start ?? []);
  const ends = all.flatMap(({ end }) => end ?? []);
  if (starts.length === 0 || ends.length === 0) {
    return { token: { text: first.text, id, start: null, end: null, special, count }, members };
  }
  const { start, end } = trimmed(text, Math.min(...starts), Math.max(...ends));
  const own = text.slice(start, end);
  // A definition's comments may stand above what the editor says is its range.
  const entry = outline.find((each) => each.end > start && each.start < end);
  const token: Token = { text: own, id, start, end, special, count };
  return { token, members, ...(entry ? { name: entry.name } : {}) };
}

const none: Token = { text: '', id: 0, start: null, end: null, special: false };
