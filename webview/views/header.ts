import { type Explanation, hasPairs } from '../../src/protocol.js';
import { h } from '../dom.js';
import type { Pair } from '../../src/reading/pairs.js';
import { mainReason } from '../model/reason.js';
import { isUnfinished } from '../model/stage.js';
import { strongestTokens } from '../model/strongestTokens.js';
import { tokenNames } from '../model/tokenNames.js';
import type { Panel } from '../panelContext.js';
import { patchChildren } from '../patch.js';
import { referenceItem } from './referenceItem.js';
import { pairName, signClass } from './tipContent.js';
import type { ShownView } from '../model/shownView.js';

/** The score, the main reason in a sentence, and a line on how both were computed. */
export function createHeader(panel: Panel): HTMLElement {
  const header = h('header', { class: 'header' });
  panel.store.watch(['view'], ({ view }) => {
    patchChildren(header, view ? contents(panel, view) : []);
  });
  return header;
}

function contents(panel: Panel, view: ShownView): Node[] {
  const { t, format } = panel;
  return [
    h(
      'div',
      { class: 'headline' },
      h(
        'div',
        { class: 'score' },
        h(
          'span',
          { class: 'score-value' },
          view.contrast
            ? format.signed(view.explanation.score)
            : format.plain(view.explanation.score),
        ),
        h(
          'span',
          { class: 'score-name' },
          t(view.contrast ? 'compare.difference' : 'header.score'),
        ),
      ),
      h('p', { class: 'reason' }, ...sentence(panel, view)),
    ),
    details(panel, view),
  ];
}

function sentence(panel: Panel, view: ShownView): (Node | string)[] {
  const { t } = panel;
  const { explanation } = view;
  if (!hasPairs(explanation)) return totalsSentence(panel, view);
  const reason = mainReason(explanation, view.contrast && explanation.score < 0 ? -1 : 1);
  if (reason.kind === 'flat') return [t('header.reason.flat')];
  if (reason.kind === 'none') return [t('header.reason.none')];
  const { main, next, against } = reason;
  const named = (pair: Pair) => ({ name: pairName(view, pair), value: pair.value });
  const parts = next
    ? filled(
        t(view.contrast ? 'compare.main.more' : 'header.reason.more', ...PLACES),
        panel,
        [main, next].map(named),
      )
    : filled(t(view.contrast ? 'compare.main.one' : 'header.reason.one', ...PLACES), panel, [
        named(main),
      ]);
  if (!against) return parts;
  const opposed = filled(t('header.reason.against', ...PLACES), panel, [named(against)]);
  return [...parts, ' ', ...opposed];
}

/** What can be said before the pairs are known. */
function totalsSentence(panel: Panel, view: ShownView): (Node | string)[] {
  const { t } = panel;
  const named = strongestTokens(view).map(({ side, token, value }) => ({
    name: h('bdi', { class: 'name' }, tokenNames(view)[side][token] ?? ''),
    value,
  }));
  if (named.length === 2) return filled(t('header.totals', ...PLACES), panel, named);
  return [t(isUnfinished(view.explanation) ? 'matrix.computing' : 'matrix.notComputed')];
}

interface Named {
  name: HTMLElement;
  value: number;
}

/** Leaves a template's places as they are. */
const PLACES = ['{0}', '{1}', '{2}', '{3}'] as const;

/** A sentence with elements: even places are names, odd ones their values. */
function filled(template: string, panel: Panel, named: readonly Named[]): (Node | string)[] {
  return template.split(/(\{\d\})/).map((part) => {
    const digit = /^\{(\d)\}$/.exec(part)?.[1];
    const place = Number(digit);
    const item = digit === undefined ? undefined : named[Math.floor(place / 2)];
    if (!item) return part;
    const { name, value } = item;
    return place % 2 === 0
      ? name
      : h('strong', { class: signClass(value) }, panel.format.signed(value));
  });
}

function details(panel: Panel, { explanation }: ShownView): HTMLElement {
  const { t, format } = panel;
  const { model, layer, layerCount, original, reference, evaluations, elapsedMs, level } =
    explanation;
  const { provider } = explanation;
  const stands = referenceItem(panel, reference);
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
    item(t('header.reference'), stands.value, stands.tip),
    item(t('header.method'), methodName(panel, explanation), methodTip(panel, explanation)),
    ...(original
      ? [
          item(
            t('header.original'),
            t('header.original.value', original.quantisation, format.fine(original.score)),
            t('header.original.tip'),
          ),
        ]
      : []),
    ...(provider
      ? [
          item(
            t('header.provider'),
            provider.used === provider.asked
              ? provider.used
              : t('header.provider.fallback', provider.used, provider.asked),
            provider.reason ?? t('header.provider.tip'),
          ),
        ]
      : []),
    item(t('header.level'), t(`header.level.${level}`)),
    item(t('header.evaluations'), format.integer(evaluations), t('header.evaluations.tip')),
    item(t('header.time'), format.duration(elapsedMs)),
  );
}

function methodName({ t }: Panel, { method: { asked, a, b } }: Explanation): string {
  const [first, second] = [t(`control.method.${a}`), t(`control.method.${b}`)];
  const names = a === b ? first : t('header.method.both', first, second);
  return asked === 'auto' ? t('header.method.auto', names) : names;
}

const methodTip = ({ t, format }: Panel, { method, error }: Explanation) =>
  t(`header.method.${method.error}`, format.error(error));
