import type { Side, Token } from '../../src/protocol.js';
import { tokenName } from './segments.js';
import { visibleText } from './visibleText.js';
import type { ShownView } from './shownView.js';

/** A label needs no more; tokens of thousands of characters exist. */
const LONGEST = 64;

const known = new WeakMap<ShownView, Record<Side, readonly string[]>>();

/** What to call each token of both texts in labels and lists: one line, every character visible. */
export function tokenNames(view: ShownView): Record<Side, readonly string[]> {
  const before = known.get(view);
  if (before) return before;
  const { explanation, textA, textB } = view;
  const name = (side: Side, text: string) => (token: Token, unit: number) => {
    const own = view.units[side][unit]?.name ?? tokenName(text, token);
    return shorten(visibleText(oneLine(own.slice(0, LONGEST * 4)).slice(0, LONGEST * 2)));
  };
  const names = {
    a: explanation.tokensA.map(name('a', textA)),
    b: explanation.tokensB.map(name('b', textB)),
  };
  known.set(view, names);
  return names;
}

/** Units of several lines read on where the next one begins; a line break alone stays one. */
const oneLine = (text: string): string =>
  /\S/u.test(text) ? text.trim().replace(/\s*[\r\n]\s*/gu, ' ') : text;

function shorten(name: string): string {
  const characters = [...name];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : name;
}
