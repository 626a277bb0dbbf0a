/** The ledger of one pair with two references, as running sums. */
import type { Explanation } from '../../src/protocol.js';
import { line, round, style, text } from './chartSvg.js';

const [WIDTH, ROW, LEFT, RIGHT, TOP] = [760, 26, 250, 700, 56];

export type Account = Pick<Explanation, 'ledger' | 'score'> & { readonly name: string };

/** A bar from each running sum to the next, the score at the end. */
export function ledgerSvg(title: string, accounts: readonly Account[]): string {
  const bars = accounts.map(({ name, ledger, score }) => {
    let sum = 0;
    const terms = (['constant', 'onlyA', 'onlyB', 'pairs', 'residual'] as const).map((term) => {
      const from = sum;
      sum += ledger[term];
      return { term, from, to: sum, value: ledger[term] };
    });
    return { name, rows: [...terms, { term: 'score', from: 0, to: score, value: score }] };
  });
  const all = bars.flatMap(({ rows }) => rows.flatMap(({ from, to }) => [from, to]));
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  const x = (value: number) => LEFT + ((RIGHT - LEFT) * (value - low)) / (high - low);
  const height = TOP + bars.reduce((sum, { rows }) => sum + (rows.length + 1.5) * ROW, 0);
  let y = TOP;
  const content = bars.flatMap(({ name, rows }) => {
    const heading = text(24, (y += ROW) - 10, name);
    const drawn = rows.flatMap(({ term, from, to, value }) => {
      const top = y;
      y += ROW;
      const [start, end] = [x(Math.min(from, to)), x(Math.max(from, to))];
      const kind = value < 0 ? 1 : 0;
      return [
        text(48, top + 17, term),
        text(LEFT - 16, top + 17, figure(value), 'end'),
        `<rect class="d${term === 'score' ? 2 : kind}" x="${round(start)}" y="${top + 4}" width="${round(
          Math.max(1.5, end - start),
        )}" height="${ROW - 8}"/>`,
      ];
    });
    y += ROW / 2;
    return [heading, ...drawn];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${title}</title>`,
    `<style>${style(3)}</style>`,
    `<rect class="page" width="${WIDTH}" height="${height}" rx="6"/>`,
    text(24, 28, title),
    line([x(0), TOP], [x(0), height - ROW / 2]),
    ...content,
    '</svg>',
    '',
  ].join('\n');
}

/** Three decimals, unless they would all be zeros. */
function figure(value: number): string {
  const small = value !== 0 && Math.abs(value) < 5e-4;
  return (small ? value.toExponential(0) : value.toFixed(3)).replaceAll('-', '−');
}
