import { hasPairs, type Explanation, type Side } from '../protocol.js';
import type { ExplainedPair } from './currentExplanation.js';
import type { Format } from './format.js';
import { partnerLimit, type IsSame } from './highlightPlan.js';
import { tokensOf, tokenTotals } from './marginals.js';
import { strongestPartners } from './partners.js';
import { knowledgeOf } from './stages.js';
import { visibleText } from './visibleText.js';

/** Translates a sentence with {0}, {1} …; `vscode.l10n.t` in the product. */
export type Translate = (message: string, ...args: string[]) => string;

/**
 * The hover of a token: what it contributes, then its strongest partners (and which are the same word), or
 * why they are not known,
 * and how exact the numbers are while they are not final. Markdown in which every
 * piece of the user's text stands in a code span, so that none of it is read as markup.
 */
export function hoverMarkdown(
  pair: Pick<ExplainedPair, 'explanation'> & Record<Side, { readonly text: string }>,
  side: Side,
  token: number,
  format: Format,
  t: Translate,
  isSame: IsSame = () => false,
): string {
  const { explanation } = pair;
  const other = side === 'a' ? 'b' : 'a';
  const { values } = tokenTotals(explanation, side);
  const partners = strongestPartners(explanation, side, token, partnerLimit);
  const total = format.signed(values[token] ?? 0);
  const own = codeSpan(tokenText(pair, side, token));
  const lines = partners.map(({ token: partner, value, share }, i) => {
    const text = codeSpan(tokenText(pair, other, partner));
    const part = format.percent(share);
    const [a, b] = side === 'a' ? [token, partner] : [partner, token];
    const facts = [
      format.signed(value),
      i === 0 ? t('{0} of this token’s pairs', part) : part,
      ...(isSame(a, b) ? [t('same word')] : []),
    ];
    return `- ↔ ${text} ${facts.join(', ')}`;
  });
  const head = t(
    '{0} contributes {1} to the score {2}',
    own,
    `**${total}**`,
    format.plain(explanation.score),
  );
  const none = hasPairs(explanation) ? t('It pairs with no token of the other text.') : null;
  const rest = lines.length > 0 ? lines.join('\n') : none;
  return [head, rest, stageSentence(explanation, format, t)]
    .filter((part) => part !== null)
    .join('\n\n');
}

/** How far an explanation is that is not done; null for one that is. */
export function stageSentence(
  explanation: Explanation,
  { bound }: Pick<Format, 'bound'>,
  t: Translate,
): string | null {
  const { stage, matrix, error } = explanation;
  switch (stage) {
    case 'windows':
      return t('Windows of a long text are being scored.');
    case 'marginals':
      return t('Token pairs are being computed; totals are exact to {0}.', bound(error));
    case 'refining':
      return t('Being refined: the largest error is {0}.', bound(error));
    case 'stopped':
      if (knowledgeOf(explanation) === 0) {
        return t('Stopped. Windows were scored, but none was explained.');
      }
      return matrix === null
        ? t('Stopped. Totals are exact to {0}; token pairs were not computed.', bound(error))
        : t('Stopped. The largest error is {0}.', bound(error));
    case 'done':
      return null;
  }
}

/** The token as it stands in the text; the vocabulary's form where it has no place there. */
export function tokenText(
  pair: Pick<ExplainedPair, 'explanation'> & Record<Side, { readonly text: string }>,
  side: Side,
  token: number,
): string {
  const found = tokensOf(pair.explanation, side)[token];
  if (found === undefined) return '';
  const { start, end, text } = found;
  return visibleText(start === null || end === null ? text : pair[side].text.slice(start, end));
}

/** Text as Markdown code, whatever backticks it has (CommonMark 6.1). */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = text.startsWith('`') || text.endsWith('`') || text.trim() === '' ? ' ' : '';
  return `${fence}${padding}${text}${padding}${fence}`;
}
