/** Windows of long texts as text for a terminal, best first. */
import type { Explanation, TextWindow } from '../protocol.js';
import { printable, shortened, signed } from './terminalText.js';

export interface Texts {
  readonly a: string;
  readonly b: string;
}

const LISTED = 10;
const EXCERPT = 40;

/** Nothing where no text was cut into windows. */
export function windowLines({ windows }: Explanation, texts: Texts): string[] {
  if (!windows) return [];
  return (['a', 'b'] as const).flatMap((side) => {
    const list = windows[side];
    return list ? table(list, windows.shown[side], side, texts[side]) : [];
  });
}

/** Windows with their number in the text, counted from 1, and best first. */
export function bestFirst(windows: readonly TextWindow[]): (TextWindow & { number: number })[] {
  return windows
    .map((window, i) => ({ ...window, number: i + 1 }))
    .sort((x, y) => y.score - x.score || x.number - y.number);
}

function table(
  windows: readonly TextWindow[],
  shown: number,
  side: 'a' | 'b',
  text: string,
): string[] {
  const ordered = bestFirst(windows);
  const listed = ordered.filter(({ number }, rank) => rank < LISTED || number === shown + 1);
  const lineOf = lineCounter(text);
  const rows = listed.map(({ number, score, ledger, tokens, start, end }) => {
    const lines = `${lineOf(start)}–${lineOf(end - 1)}`;
    const excerpt = printable(shortened(text.slice(start, end).replace(/\s+/g, ' '), EXCERPT));
    return [
      number === shown + 1 ? '→' : ' ',
      String(number).padStart(4),
      signed(score).padStart(9),
      signed(ledger.pairs).padStart(9),
      String(tokens).padStart(7),
      lines.padStart(11),
      ` ${excerpt}`,
    ].join(' ');
  });
  const left = windows.length - listed.length;
  const option = side === 'a' ? '--window-a' : '--window';
  return [
    `Windows of the ${side === 'a' ? 'first' : 'second'} text, best first ` +
      `(${windows.length}; explained: ${shown + 1}; another: ${option} N)`,
    '       N     score     pairs  tokens       lines  text',
    ...rows.map((row) => row.trimEnd()),
    ...(left > 0 ? [`  … and ${left} more; see --json.`] : []),
    '',
  ];
}

/** Line number of an offset, counted from 1. Cost: one pass over the text, then a binary search. */
function lineCounter(text: string): (offset: number) => number {
  const starts = [
    0,
    ...Array.from(text.matchAll(/\r\n|[\n\r]/g), (end) => end.index + end[0].length),
  ];
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
