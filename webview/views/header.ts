import type { ExplanationView } from '../../src/protocol.js';
import { h } from '../dom.js';
import { mainReason } from '../model/reason.js';
import type { Pair } from '../model/pairs.js';
import type { Panel } from '../panelContext.js';
import { pairName, signClass } from './tipContent.js';

/** The score, the main reason in a sentence, and a line on how both were computed. */
export function createHeader(panel: Panel): HTMLElement {
  const header = h('header', { class: 'header' });
  panel.store.watch(['view'], ({ view }) => {
    header.replaceChildren(...(view ? contents(panel, view) : []));
  });
  return header;
}

function contents(panel: Panel, view: ExplanationView): Node[] {
  const { t, format } = panel;
  return [
    h(
      'div',
      { class: 'headline' },
      h(
        'div',
        { class: 'score' },
        h('span', { class: 'score-value' }, format.plain(view.explanation.score)),
        h('span', { class: 'score-name' }, t('header.score')),
      ),
      h('p', { class: 'reason' }, ...sentence(panel, view)),
    ),
    details(panel, view),
  ];
}

function sentence(panel: Panel, view: ExplanationView): (Node | string)[] {
  const { t } = panel;
  const reason = mainReason(view.explanation);
  if (reason.kind === 'flat') return [t('header.reason.flat')];
  if (reason.kind === 'none') return [t('header.reason.none')];
  const { main, next, against } = reason;
  const parts = next
    ? filled(t('header.reason.more', '{0}', '{1}', '{2}', '{3}'), panel, view, [main, next])
    : filled(t('header.reason.one', '{0}', '{1}'), panel, view, [main]);
  if (!against) return parts;
  const opposed = filled(t('header.reason.against', '{0}', '{1}'), panel, view, [against]);
  return [...parts, ' ', ...opposed];
}

/** A sentence with pairs and values as elements: even places are pairs, odd ones their values. */
function filled(
  template: string,
  panel: Panel,
  view: ExplanationView,
  pairs: readonly Pair[],
): (Node | string)[] {
  return template.split(/(\{\d\})/).map((part) => {
    const digit = /^\{(\d)\}$/.exec(part)?.[1];
    const place = Number(digit);
    const pair = digit === undefined ? undefined : pairs[Math.floor(place / 2)];
    if (!pair) return part;
    return place % 2 === 0
      ? pairName(view, pair)
      : h('strong', { class: signClass(pair.value) }, panel.format.signed(pair.value));
  });
}

function details({ t, format }: Panel, { explanation }: ExplanationView): HTMLElement {
  const { model, layer, layerCount, original, reference, evaluations, elapsedMs, level } =
    explanation;
  const item = (name: string, value: Node | string, tip?: string) =>
    h('div', { title: tip }, h('dt', {}, name), h('dd', {}, value));
  return h(
    'dl',
    { class: 'details', 'aria-label': t('header.details') },
    item(t('header.model'), h('bdi', {}, model)),
    item(
      t('header.layer'),
      t('header.layer.value', format.integer(layer), format.integer(layerCount)),
      t('header.layer.tip'),
    ),
    item(
      t('header.reference'),
      h('bdi', { class: 'name' }, reference.token),
      t('header.reference.tip'),
    ),
    ...(original
      ? [
          item(
            t('header.original'),
            t('header.original.value', original.quantisation, format.fine(original.score)),
            t('header.original.tip'),
          ),
        ]
      : []),
    item(t('header.level'), t(`header.level.${level}`)),
    item(t('header.evaluations'), format.integer(evaluations), t('header.evaluations.tip')),
    item(t('header.time'), format.duration(elapsedMs)),
  );
}
