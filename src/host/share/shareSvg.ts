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
/** Side of a cell: small matrices large, but never wider than a page. */
const cellSize = (count: number) => Math.max(2, Math.min(28, Math.floor(900 / count)));
/** Below this a label is taller than its row; rows are labelled as far apart as labels are tall. */
const LABEL_HEIGHT = 13;

/** The matrix with its tokens, the score and its terms, as a picture on white. */
export function shareSvg(shared: Shared, format: Format, words: ShareWords): string {
  const { explanation } = shared;
  const { score, ledger } = explanation;
  const [rows, columns] = [tokensOn(shared, 'a').length, tokensOn(shared, 'b').length];
  const size = cellSize(Math.max(rows, columns, 1));
  const [left, top] = [LABELS + 16, LABELS + 64];
  const width = Math.max(560, left + columns * size + 16);
  const height = top + rows * size + 40;
  const terms = ledgerTerms.map((term) => `${words[term]} ${format.signed(ledger[term])}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="ui-monospace, Consolas, monospace" font-size="11" role="img">`,
    `<title>${escaped(`${shared.a.label} ↔ ${shared.b.label}: ${format.plain(score)}`)}</title>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="16" y="24" font-size="15">${escaped(`${words.score} ${format.plain(score)}`)}</text>`,
    `<text x="16" y="44" fill="#444">${escaped(terms.join('   '))}</text>`,
    ...cells(shared, size, left, top, format),
    ...labels(shared, size, left, top),
    `<text x="16" y="${height - 14}" fill="#666" font-size="10">${escaped(aboutLine(shared))}</text>`,
    `</svg>`,
    '',
  ].join('\n');
}

function cells(
  shared: Shared,
  size: number,
  left: number,
  top: number,
  format: Format,
): readonly string[] {
  const { matrix, tokensA, tokensB } = shared.explanation;
  if (matrix === null) return [];
  let most = Number.MIN_VALUE;
  matrix.forEach((value, at) => {
    const row = tokensA[Math.floor(at / tokensB.length)];
    const column = tokensB[at % tokensB.length];
    if (!row?.special && !column?.special) most = Math.max(most, Math.abs(value));
  });
  return [...matrix].flatMap((value, at) => {
    const opacity = Math.min(1, Math.abs(value) / most);
    // Lighter than the eye tells from white.
    if (opacity < 0.01) return [];
    const [i, j] = [Math.floor(at / tokensB.length), at % tokensB.length];
    const place = `x="${left + j * size}" y="${top + i * size}" width="${size}" height="${size}"`;
    const fill = `fill="${value > 0 ? POSITIVE : NEGATIVE}" fill-opacity="${opacity.toFixed(2)}"`;
    if (size < LABEL_HEIGHT) return [`<rect ${place} ${fill}/>`];
    const pair = `${tokenName(shared, 'a', i)} ↔ ${tokenName(shared, 'b', j)}: ${format.signed(value)}`;
    return [`<rect ${place} ${fill}><title>${escaped(pair)}</title></rect>`];
  });
}

function labels(shared: Shared, size: number, left: number, top: number): readonly string[] {
  const step = Math.ceil(LABEL_HEIGHT / size);
  const fitting = (text: string) => {
    const characters = [...text];
    const most = Math.floor(LABELS / CHARACTER);
    return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
  };
  const every = (side: 'a' | 'b', draw: (index: number, text: string) => string) =>
    tokensOn(shared, side).flatMap((_, index) =>
      index % step === 0 ? [draw(index, escaped(fitting(tokenName(shared, side, index))))] : [],
    );
  return [
    ...every('a', (i, text) => {
      const y = top + (i + 0.5) * size + 4;
      return `<text x="${left - 6}" y="${y}" text-anchor="end">${text}</text>`;
    }),
    ...every('b', (j, text) => {
      const [x, y] = [left + (j + 0.5) * size + 4, top - 6];
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
