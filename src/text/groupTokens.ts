import type { TextToken } from './tokenizer.js';

/** Neighbouring tokens that a reader sees as one: a word, a line, a sentence. */
export interface Unit {
  /** The text's own characters; a token's vocabulary form where there are none. */
  readonly text: string;
  /** UTF-16 offsets, half-open, into the original text; null for what stands for none of it. */
  readonly start: number | null;
  readonly end: number | null;
  readonly special: boolean;
  /** Indices into the tokens, ascending and without gaps. */
  readonly tokens: readonly number[];
}

/** A token with a place in the text. */
export type PlacedToken = TextToken & { readonly start: number; readonly end: number };

/**
 * Groups tokens: neighbours with a span stay together where `joined` says so, which also learns
 * whether tokens without a span (a `▁` put in front) stand between them. Where it parts them, those
 * go with the unit after them, else with the one before. Every special token is a unit of its own.
 * A unit's span leaves out white space at its ends, unless it is nothing else.
 *
 * The units partition the token indices, in order. Cost: one call of `joined` a token.
 */
export function groupTokens(
  text: string,
  tokens: readonly TextToken[],
  joined: (left: PlacedToken, right: PlacedToken, parted: boolean) => boolean,
): Unit[] {
  const groups: number[][] = [];
  let previous: PlacedToken | null = null;
  let spanless: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.special) {
      closeSpanless(groups, spanless, previous);
      spanless = [];
      groups.push([index]);
      previous = null;
    } else if (!isPlaced(token)) {
      spanless.push(index);
    } else {
      const last = groups.at(-1);
      if (last && previous && joined(previous, token, spanless.length > 0)) {
        last.push(...spanless, index);
      } else groups.push([...spanless, index]);
      spanless = [];
      previous = token;
    }
  }
  closeSpanless(groups, spanless, previous);
  return groups.map((indices) => toUnit(text, tokens, indices));
}

export function isPlaced(token: TextToken): token is PlacedToken {
  return token.start !== null && token.end !== null;
}

/** Spanless tokens with no unit after them. */
function closeSpanless(
  groups: number[][],
  spanless: readonly number[],
  previous: PlacedToken | null,
): void {
  if (spanless.length === 0) return;
  const last = groups.at(-1);
  if (last && previous !== null) last.push(...spanless);
  else groups.push([...spanless]);
}

function toUnit(text: string, tokens: readonly TextToken[], indices: readonly number[]): Unit {
  const members = indices.flatMap((i) => tokens[i] ?? []);
  const special = members.some((token) => token.special);
  const placed = members.filter(isPlaced);
  const [first] = placed;
  if (!first) {
    return { text: members[0]?.text ?? '', start: null, end: null, special, tokens: indices };
  }
  const start = placed.reduce((least, token) => Math.min(least, token.start), first.start);
  const end = placed.reduce((most, token) => Math.max(most, token.end), first.end);
  const span = withoutSpaces(text, start, end);
  return { text: text.slice(span.start, span.end), ...span, special, tokens: indices };
}

const SPACE = /^\p{White_Space}$/u;

/** A span without the white space at its ends, unless it is nothing else. */
function withoutSpaces(
  text: string,
  from: number,
  to: number,
): { readonly start: number; readonly end: number } {
  let [start, end] = [from, to];
  while (start < end && SPACE.test(text.charAt(start))) start++;
  if (start === end) return { start: from, end: to };
  while (SPACE.test(text.charAt(end - 1))) end--;
  return { start, end };
}
