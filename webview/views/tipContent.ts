import { hasPairs, type Side } from '../../src/protocol.js';
import { h } from '../dom.js';
import { pairAt, strongestPartners, totalSize, type Pair } from '../../src/reading/pairs.js';
import { isUnfinished } from '../model/stage.js';
import { tokenNames } from '../model/tokenNames.js';
import type { Panel } from '../panelContext.js';
import { isSameWord, type ShownView } from '../model/shownView.js';

/** Partners named for one token. */
const PARTNERS = 4;

/** “retry” ↔ “backoff”, each name isolated so that its direction cannot disturb the rest. */
export function pairName(view: ShownView, { a, b }: Pick<Pair, 'a' | 'b'>): HTMLElement {
  const names = tokenNames(view);
  return h(
    'span',
    { class: 'pair-name' },
    h('bdi', { class: 'name' }, names.a[a] ?? ''),
    h('span', { class: 'link' }, ' ↔ '),
    h('bdi', { class: 'name' }, names.b[b] ?? ''),
  );
}

export const signClass = (value: number): string =>
  value < 0 ? 'value negative' : 'value positive';

/** What the hover says of a cell. */
export function cellTip(panel: Panel, view: ShownView, a: number, b: number): HTMLElement {
  const { t, format } = panel;
  const { explanation } = view;
  if (!hasPairs(explanation)) {
    return h('div', {}, pairName(view, { a, b }), pendingLine(panel, view));
  }
  const pair = pairAt(explanation, totalSize(explanation.matrix), a, b);
  return h(
    'div',
    {},
    pairName(view, pair),
    h(
      'div',
      { class: 'tip-line' },
      h('strong', { class: signClass(pair.value) }, format.signed(pair.value)),
      h('span', { class: 'dim' }, t('matrix.share', format.percent(pair.share))),
    ),
    ...(isSameWord(view, a, b) ? [h('div', { class: 'dim' }, t('pairs.same'))] : []),
  );
}

/** Why there are no pairs. */
function pendingLine({ t }: Panel, { explanation }: ShownView): HTMLElement {
  const key = isUnfinished(explanation) ? 'matrix.computing' : 'matrix.notComputed';
  return h('div', { class: 'tip-line dim' }, t(key));
}

/** What the hover says of a token: its marginal and its strongest partners. */
export function tokenTip(panel: Panel, view: ShownView, side: Side, token: number): HTMLElement {
  const { format } = panel;
  const { explanation } = view;
  const names = tokenNames(view);
  const marginal = (side === 'a' ? explanation.marginalA : explanation.marginalB)[token] ?? 0;
  const other = side === 'a' ? 'b' : 'a';
  const head = h(
    'div',
    { class: 'tip-line' },
    h('bdi', { class: 'name' }, names[side][token] ?? ''),
    h('strong', { class: signClass(marginal) }, format.signed(marginal)),
  );
  if (!hasPairs(explanation)) return h('div', {}, head, pendingLine(panel, view));
  const partners = strongestPartners(explanation, side, token, PARTNERS);
  return h(
    'div',
    {},
    head,
    h(
      'div',
      { class: 'tip-partners' },
      ...partners.flatMap((pair) => [
        h(
          'span',
          {},
          isSameWord(view, pair.a, pair.b) ? '= ' : '↔ ',
          h('bdi', { class: 'name' }, names[other][pair[other]] ?? ''),
        ),
        h('span', { class: signClass(pair.value) }, format.signed(pair.value)),
        h('span', { class: 'dim' }, format.percent(pair.share)),
      ]),
    ),
  );
}

/** The same in words, for screen readers. */
export function partnersText(panel: Panel, view: ShownView, side: Side, token: number): string {
  const names = tokenNames(view);
  const other = side === 'a' ? 'b' : 'a';
  const { explanation } = view;
  if (!hasPairs(explanation)) {
    return panel.t(isUnfinished(explanation) ? 'matrix.computing' : 'matrix.notComputed');
  }
  const partners = strongestPartners(explanation, side, token, PARTNERS);
  if (partners.length === 0) return panel.t('text.partners.none');
  const named = partners.map(
    (pair) => `${names[other][pair[other]] ?? ''} ${panel.format.signed(pair.value)}`,
  );
  return panel.t('text.partners', named.join('; '));
}
