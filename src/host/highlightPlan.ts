import { hasPairs, type Emphasis, type Explanation, type Side } from '../protocol.js';
import { gradeStep, type Step } from './grading.js';
import { pairValue, tokenTotals } from './marginals.js';
import { strongestPartners } from './partners.js';
import type { Span } from './spans.js';
import type { PlacedTokens } from './placedUnits.js';

/** Partners emphasised for one token: enough to see where it goes, few enough to tell apart. */
export const partnerLimit = 5;

/** A token to paint. */
export interface Highlight {
  readonly token: number;
  readonly span: Span;
  readonly step: Exclude<Step, 0>;
}

/** How a token is emphasised: as the one pointed at, or as a partner by the sign of the pair. */
export type EmphasisRole = 'self' | 'positive' | 'negative';

export interface EmphasisedToken {
  readonly token: number;
  readonly span: Span;
  readonly role: EmphasisRole;
  /** A partner that is the same word. */
  readonly same: boolean;
}

/** Whether a unit of `a` and one of `b` are the same word. */
export type IsSame = (a: number, b: number) => boolean;

/**
 * Tokens of one side to paint, by document order. Of tokens that share their characters (pieces of
 * one character) the strongest is painted: two colours on top of each other would say neither.
 */
export function planHighlights(
  explanation: Explanation,
  side: Side,
  tracked: PlacedTokens,
): Highlight[] {
  const { values, scale } = tokenTotals(explanation, side);
  const strongest = new Map<string, Highlight>();
  values.forEach((value, token) => {
    const span = tracked.token(token);
    const step = gradeStep(value, scale);
    if (span === null || step === 0 || span.start === span.end) return;
    const key = keyOf(span);
    const other = strongest.get(key);
    if (other !== undefined && Math.abs(values[other.token] ?? 0) >= Math.abs(value)) return;
    strongest.set(key, { token, span, step });
  });
  return [...strongest.values()].sort((x, y) => x.span.start - y.span.start);
}

/**
 * Tokens of one side to emphasise: with a token of each side, those two; with one token, itself and
 * its strongest partners in the other text. A pair that is not known has no sign.
 */
export function planEmphasis(
  explanation: Explanation,
  emphasis: Emphasis,
  side: Side,
  tracked: PlacedTokens,
  isSame: IsSame = () => false,
): EmphasisedToken[] {
  const own = emphasis[side];
  const other = emphasis[side === 'a' ? 'b' : 'a'];
  const found: { token: number; role: EmphasisRole; same: boolean }[] = [];
  const same = (one: number, two: number) => (side === 'a' ? isSame(one, two) : isSame(two, one));
  if (own !== null && other !== null) {
    const value = hasPairs(explanation) ? pairValue(explanation, side, own, other) : null;
    found.push({
      token: own,
      role: value === null ? 'self' : roleOf(value),
      same: same(own, other),
    });
  } else if (own !== null) {
    found.push({ token: own, role: 'self', same: false });
  } else if (other !== null) {
    const from = side === 'a' ? 'b' : 'a';
    for (const partner of strongestPartners(explanation, from, other, partnerLimit)) {
      const { token, value } = partner;
      found.push({ token, role: roleOf(value), same: same(token, other) });
    }
  }
  return found.flatMap((each) => {
    const span = tracked.token(each.token);
    return span === null ? [] : [{ ...each, span }];
  });
}

/**
 * What is painted of the totals while partners are emphasised: not those of the partners, for two
 * fills on top of each other, the total's and the pair's, would show neither.
 */
export function withoutPartners(
  highlights: readonly Highlight[],
  emphasised: readonly EmphasisedToken[],
): Highlight[] {
  const taken = new Set(
    emphasised.filter(({ role }) => role !== 'self').map(({ span }) => keyOf(span)),
  );
  return highlights.filter(({ span }) => !taken.has(keyOf(span)));
}

const keyOf = ({ start, end }: Span): string => `${String(start)}:${String(end)}`;

function roleOf(value: number): EmphasisRole {
  return value < 0 ? 'negative' : 'positive';
}

/**
 * The token at a document offset, null when there is none. Where pieces share their characters, the
 * one that is painted. `caret`: an offset between characters, which also touches the token it ends.
 */
export function tokenAt(
  explanation: Explanation,
  side: Side,
  tracked: PlacedTokens,
  offset: number,
  caret = false,
): number | null {
  const { span } = tracked;
  if (offset < span.start || offset > span.end) return null;
  const { values } = tokenTotals(explanation, side);
  const strongestWhere = (holds: (span: Span) => boolean): number | null => {
    let best: number | null = null;
    for (let token = 0; token < tracked.tokenCount; token++) {
      const place = tracked.token(token);
      if (place === null || !holds(place)) continue;
      if (best === null || Math.abs(values[token] ?? 0) > Math.abs(values[best] ?? 0)) best = token;
    }
    return best;
  };
  const inside = strongestWhere(({ start, end }) => start <= offset && offset < end);
  if (inside !== null || !caret) return inside;
  return strongestWhere(({ end }) => end === offset);
}
