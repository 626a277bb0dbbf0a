import { hasPairs, type Emphasis, type Side } from '../../src/protocol.js';
import { grade } from '../model/grade.js';
import { pairAt, strongestPartners, totalSize, type Pair } from '../../src/reading/pairs.js';
import { isSameWord, type ShownView } from '../model/shownView.js';

/** Partners marked in a text; more would be a second colouring. */
const MARKED = 6;

const marked = new WeakMap<Map<number, HTMLElement>, HTMLElement[]>();

/**
 * Marks, in one text, the emphasised token and the partners of the token emphasised in the other
 * one: underlined, solid for and dashed against the score, double (or dotted) for the same word, thicker
 * the stronger.
 */
export function markTokens(
  view: ShownView,
  side: Side,
  emphasis: Emphasis,
  tokens: Map<number, HTMLElement>,
): void {
  const other = side === 'a' ? 'b' : 'a';
  const own = emphasis[side];
  const theirs = emphasis[other];
  const elements: HTMLElement[] = [];
  const mark = (token: number, ...classes: string[]) => {
    const element = tokens.get(token);
    if (!element) return;
    element.classList.add(...classes);
    elements.push(element);
  };
  for (const element of marked.get(tokens) ?? []) element.classList.remove(...all);
  if (own !== null) mark(own, 'emphasised');
  for (const { pair, strength } of partners(view, side, own, theirs)) {
    const kind = isSameWord(view, pair.a, pair.b) ? ['same-word'] : [];
    const sign = pair.value < 0 ? 'against' : 'for';
    mark(pair[side], 'partner', sign, ...kind, `strength-${String(strength)}`);
  }
  marked.set(tokens, elements);
}

const all = ['emphasised', 'partner', 'for', 'against', 'same-word'].concat(
  [1, 2, 3].map((strength) => `strength-${String(strength)}`),
);

/** The partners to mark, with a strength of 1 to 3 relative to the strongest; none without pairs. */
function partners(
  { explanation }: ShownView,
  side: Side,
  own: number | null,
  theirs: number | null,
): { pair: Pair; strength: number }[] {
  if (theirs === null || !hasPairs(explanation)) return [];
  const found =
    own === null
      ? strongestPartners(explanation, side === 'a' ? 'b' : 'a', theirs, MARKED)
      : [
          side === 'a'
            ? pairAt(explanation, totalSize(explanation.matrix), own, theirs)
            : pairAt(explanation, totalSize(explanation.matrix), theirs, own),
        ];
  const strongest = Math.abs(found[0]?.value ?? 0);
  return found
    .filter(({ value }) => value !== 0)
    .map((pair) => ({
      pair,
      strength: Math.max(1, Math.ceil(Math.abs(grade(pair.value, strongest)) / 2)),
    }));
}
