import type { Explanation } from '../../protocol.js';
import type { Format } from '../format.js';
import {
  type Shared,
  type ShareWords,
  aboutLine,
  ledgerTerms,
  tokenName,
  tokensOn,
} from './shared.js';

/** Colour-blind safe: Okabe & Ito 2008 (https://jfly.uni-koeln.de/color/), blue for, orange against. */
const POSITIVE = '#0072b2';
const NEGATIVE = '#d55e00';

const LABELS = 120;
const CHARACTER = 6.6;
/** Width or height of a cell: few are large, many no wider or higher than a page. */
const cellSize = (count: number) => Math.max(2, Math.min(28, Math.floor(900 / Math.max(1, count))));

interface Grid {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Below this a label is taller than its row; rows are labelled as far apart as labels are tall. */
const LABEL_HEIGHT = 13;

/** The matrix with its tokens, the score and its terms, as a picture on white. */
export function shareSvg(shared: Shared, format: Format, words: ShareWords): string {
  const { explanation } = shared;
  const { score, ledger } = explanation;
  const [rows, columns] = [tokensOn(shared, 'a').length, tokensOn(shared, 'b').length];
  const grid = {
    ...{ left: LABELS + 16, top: LABELS + 64 },
    ...{ width: cellSize(columns), height: cellSize(rows) },
  };
  const width = Math.max(560, grid.left + columns * grid.width + 16);
  const height = grid.top + rows * grid.height + 64;
  const title = `${shared.a.label} ↔ ${shared.b.label}: ${words.score} ${format.plain(score)}`;
  const most = largest(explanation);
  const terms = ledgerTerms.map((term) => `${words[term]} ${format.signed(ledger[term])}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="ui-monospace, Consolas, monospace" font-size="11" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="16" y="24" font-size="15">${escaped(title)}</text>`,
    `<text x="16" y="44" fill="#444">${escaped(terms.join(' · '))}</text>`,
    ...cells(shared, grid, format, most),
    ...labels(shared, grid),
    ...(explanation.matrix ? scale(grid.top + rows * grid.height + 12, format, most) : []),
    `<text x="16" y="${height - 14}" fill="#666" font-size="10">${escaped(aboutLine(shared, format))}</text>`,
    `</svg>`,
    '',
  ].join('\n');
}

/** The size that has full colour: the largest of pairs without special tokens. */
function largest({ matrix, tokensA, tokensB }: Explanation): number {
  let most = Number.MIN_VALUE;
  matrix?.forEach((value, at) => {
    const row = tokensA[Math.floor(at / tokensB.length)];
    const column = tokensB[at % tokensB.length];
    if (!row?.special && !column?.special) most = Math.max(most, Math.abs(value));
  });
  return most;
}

/** What the colours stand for, with numbers. */
function scale(y: number, format: Format, most: number): readonly string[] {
  const [left, step, height] = [80, 12, 10];
  const steps = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5];
  const right = left + steps.length * step;
  return [
    `<text x="${left - 6}" y="${y + 9}" text-anchor="end">${format.signed(-most)}</text>`,
    ...steps.map((size, i) => {
      const fill = `fill="${size < 0 ? NEGATIVE : POSITIVE}" fill-opacity="${Math.abs(size) / 5}"`;
      return `<rect x="${left + i * step}" y="${y}" width="${step}" height="${height}" ${fill}/>`;
    }),
    `<rect x="${left}" y="${y}" width="${right - left}" height="${height}" fill="none" stroke="#888"/>`,
    `<text x="${right + 6}" y="${y + 9}">${format.signed(most)}</text>`,
  ];
}

function cells(shared: Shared, grid: Grid, format: Format, most: number): readonly string[] {
  const { matrix, tokensB } = shared.explanation;
  if (matrix === null) return [];
  return [...matrix].flatMap((value, at) => {
    const opacity = Math.min(1, Math.abs(value) / most);
    // Lighter than the eye tells from white.
    if (opacity < 0.01) return [];
    const [i, j] = [Math.floor(at / tokensB.length), at % tokensB.length];
    const [x, y] = [grid.left + j * grid.width, grid.top + i * grid.height];
    const place = `x="${x}" y="${y}" width="${grid.width}" height="${grid.height}"`;
    const fill = `fill="${value > 0 ? POSITIVE : NEGATIVE}" fill-opacity="${opacity.toFixed(2)}"`;
    if (Math.min(grid.width, grid.height) < LABEL_HEIGHT) return [`<rect ${place} ${fill}/>`];
    const pair = `${tokenName(shared, 'a', i)} ↔ ${tokenName(shared, 'b', j)}: ${format.signed(value)}`;
    return [`<rect ${place} ${fill}><title>${escaped(pair)}</title></rect>`];
  });
}

function labels(shared: Shared, grid: Grid): readonly string[] {
  const step = {
    a: Math.ceil(LABEL_HEIGHT / grid.height),
    b: Math.ceil(LABEL_HEIGHT / grid.width),
  };
  const fitting = (text: string) => {
    const characters = [...text];
    const most = Math.floor(LABELS / CHARACTER);
    return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
  };
  const every = (side: 'a' | 'b', draw: (index: number, text: string) => string) =>
    tokensOn(shared, side).flatMap((_, index) =>
      index % step[side] === 0
        ? [draw(index, escaped(fitting(tokenName(shared, side, index))))]
        : [],
    );
  return [
    ...every('a', (i, text) => {
      const y = grid.top + (i + 0.5) * grid.height + 4;
      return `<text x="${grid.left - 6}" y="${y}" text-anchor="end">${text}</text>`;
    }),
    ...every('b', (j, text) => {
      const [x, y] = [grid.left + (j + 0.5) * grid.width + 4, grid.top - 6];
      return `<text transform="translate(${x} ${y}) rotate(-90)">${text}</text>`;
    }),
  ];
}

/** Characters of markup, and those that XML 1.0 does not allow. */
export function escaped(text: string): string {
  return (
    text
      .replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)
      // eslint-disable-next-line no-control-regex -- these are what must not get into the file
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
  );
}
