import type { Format } from '../format.js';
import {
  type Shared,
  type ShareWords,
  aboutLine,
  ledgerTerms,
  strongestPairs,
  tokenName,
} from './shared.js';

const MOST_PAIRS = 10;

/** The ledger and the strongest pairs, for an issue or a chat. */
export function shareMarkdown(shared: Shared, format: Format, words: ShareWords): string {
  const { score, ledger } = shared.explanation;
  const pairs = strongestPairs(shared, MOST_PAIRS).map(({ a, b, value, share }) => [
    `${code(tokenName(shared, 'a', a))} ↔ ${code(tokenName(shared, 'b', b))}`,
    format.signed(value),
    format.percent(share),
  ]);
  return [
    `**${words.score} ${format.plain(score)}**: ${code(shared.a.label)} ↔ ${code(shared.b.label)}`,
    table([
      ledgerTerms.map((term) => words[term]),
      ledgerTerms.map((term) => format.signed(ledger[term])),
    ]),
    ...(pairs.length > 0 ? [table([[words.pair, words.value, words.share], ...pairs])] : []),
    `<sub>${escaped(aboutLine(shared, format))}</sub>`,
    '',
  ].join('\n\n');
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A code span with as many backticks as its text needs (CommonMark 0.31, 6.1); a bar ends no cell. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || text.startsWith(' ') ? ' ' : '';
  return `${fence}${pad}${text.replace(/\|/g, '\\|')}${pad}${fence}`;
}

const escaped = (text: string) => text.replace(/[&<>]/g, (one) => `&#${one.charCodeAt(0)};`);
