import type { ExplanationView, Side } from '../../src/protocol.js';
import { tokenName } from './segments.js';
import { visibleText } from './visibleText.js';

/** A label needs no more; tokens of thousands of characters exist. */
const LONGEST = 64;

const known = new WeakMap<ExplanationView, Record<Side, readonly string[]>>();

/** What to call each token of both texts in labels and lists: one line, every character visible. */
export function tokenNames(view: ExplanationView): Record<Side, readonly string[]> {
  const before = known.get(view);
  if (before) return before;
  const { explanation, textA, textB } = view;
  const name = (text: string) => (token: (typeof explanation.tokensA)[number]) =>
    shorten(visibleText(tokenName(text, token).slice(0, LONGEST * 2)));
  const names = {
    a: explanation.tokensA.map(name(textA)),
    b: explanation.tokensB.map(name(textB)),
  };
  known.set(view, names);
  return names;
}

function shorten(name: string): string {
  const characters = [...name];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : name;
}
