import type { Side } from '../../protocol.js';
import type { Format } from '../format.js';
import {
  type Shared,
  type ShareWords,
  aboutLine,
  ledgerTerms,
  strongestPairs,
  tokenName,
  tokensOn,
} from './shared.js';
import { escaped, shareSvg } from './shareSvg.js';

const MOST_PAIRS = 30;

const STYLE = `
  :root { color-scheme: light dark; --for: 0 114 178; --against: 213 94 0 }
  body { font: 14px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
  pre { font: 13px/1.9 ui-monospace, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
  mark { color: inherit; border-bottom: 2px solid } mark.for { background: rgb(var(--for) / var(--size)); border-color: rgb(var(--for)) }
  mark.against { background: rgb(var(--against) / var(--size)); border-bottom-style: dashed; border-color: rgb(var(--against)) }
  table { border-collapse: collapse } th, td { text-align: start; padding: .2rem .8rem; border-bottom: 1px solid #8886 }
  td.number { text-align: end; font-variant-numeric: tabular-nums } figure { margin: 0; overflow: auto } svg { max-width: 100%; height: auto }
  footer { opacity: .7; margin-top: 2rem }`;

/**
 * A page that needs nothing but itself: both texts with what each token adds, the ledger, the strongest
 * pairs, the matrix. No script, and a policy that allows none.
 */
export function shareHtml(shared: Shared, format: Format, words: ShareWords): string {
  const { score, ledger } = shared.explanation;
  const title = `${shared.a.label} ↔ ${shared.b.label}: ${format.plain(score)}`;
  const ledgerRows = ledgerTerms.map((term) => row([words[term]], [format.signed(ledger[term])]));
  const pairRows = strongestPairs(shared, MOST_PAIRS).map(({ a, b, value, share }) =>
    row(
      [tokenName(shared, 'a', a), tokenName(shared, 'b', b)],
      [format.signed(value), format.percent(share)],
    ),
  );
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${STYLE}
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${(['a', 'b'] as const).map((side) => textOf(shared, side, format)).join('\n')}
<table>${ledgerRows.join('')}${row([words.score], [format.plain(score)])}</table>
<figure>${shareSvg(shared, format, words)}</figure>
<table><tr><th colspan="2">${escaped(words.pair)}</th><th>${escaped(words.value)}</th><th>${escaped(words.share)}</th></tr>${pairRows.join('')}</table>
<footer>${escaped(aboutLine(shared, format))}</footer>
</body>
</html>
`;
}

function row(names: readonly string[], numbers: readonly string[]): string {
  const cells = [
    ...names.map((name) => `<td><bdi>${escaped(name)}</bdi></td>`),
    ...numbers.map((number) => `<td class="number">${escaped(number)}</td>`),
  ];
  return `<tr>${cells.join('')}</tr>`;
}

/** The text with its tokens marked; what no token stands for stays as it is. */
function textOf(shared: Shared, side: Side, format: Format): string {
  const { explanation } = shared;
  const values = side === 'a' ? explanation.marginalA : explanation.marginalB;
  const { text, label } = shared[side];
  const tokens = tokensOn(shared, side);
  const most = Math.max(
    ...values.map((value, i) => (tokens[i]?.special ? 0 : Math.abs(value))),
    Number.MIN_VALUE,
  );
  let [done, html] = [0, ''];
  tokens.forEach(({ start, end }, i) => {
    if (start === null || end === null || start < done) return;
    const value = values[i] ?? 0;
    const size = ((Math.abs(value) / most) * 0.7).toFixed(2);
    const kind = value < 0 ? 'against' : 'for';
    html += escaped(text.slice(done, start));
    html += `<mark class="${kind}" style="--size:${size}" title="${format.signed(value)}">`;
    html += `${escaped(text.slice(start, end))}</mark>`;
    done = end;
  });
  return `<h2>${escaped(label)}</h2><pre dir="auto">${html}${escaped(text.slice(done))}</pre>`;
}
