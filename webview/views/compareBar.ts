import type { ExplanationView } from '../../src/protocol.js';
import { kindOf } from '../../src/reading/contrast.js';
import { h, icon } from '../dom.js';
import type { Baseline } from '../model/derive.js';
import type { Panel } from '../panelContext.js';
import { showOtherwise } from '../readingLevel.js';

const PIN = 'M6 2h4v5l2 2v1H4V9l2-2V2ZM8 10v4';

/** Pins the explanation on screen, for others to be compared with. */
export function createPinButton(panel: Panel): HTMLElement {
  const { store, t } = panel;
  const label = h('span', {});
  const button = h(
    'button',
    { type: 'button', class: 'button quiet', title: t('compare.pin.tip') },
    icon(PIN),
    label,
  );
  button.addEventListener('click', () => {
    const { current, baseline } = store.state;
    const isPinned = current !== null && baseline?.why === 'pin' && baseline.view === current;
    const next: Baseline | null = current && !isPinned ? { view: current, why: 'pin' } : null;
    showOtherwise(panel, { baseline: next, comparing: false });
    panel.announce(t(next ? 'compare.pinned' : 'compare.unpinned'));
  });
  store.watch(['current', 'baseline', 'busy'], ({ current, baseline, busy }) => {
    button.hidden = !current || busy !== null;
    const isPinned = baseline?.why === 'pin' && baseline.view === current;
    button.setAttribute('aria-pressed', String(isPinned));
    label.textContent = t(isPinned ? 'compare.unpin' : 'compare.pin');
  });
  return button;
}

/** What the explanation on screen can be compared with, by how much they differ, and the way there. */
export function createCompareBar(panel: Panel): HTMLElement {
  const { store, t, format } = panel;
  const text = h('p', {});
  const toggle = h('button', { type: 'button', class: 'button secondary' });
  const drop = h('button', { type: 'button', class: 'link-button' });
  const bar = h('div', { class: 'notice compare', role: 'note' }, text, toggle, drop);
  toggle.addEventListener('click', () => {
    showOtherwise(panel, { comparing: !store.state.comparing });
  });
  drop.addEventListener('click', () => {
    showOtherwise(panel, { baseline: null, comparing: false });
  });
  store.watch(['current', 'baseline', 'comparing', 'view'], () => {
    const { current, baseline, comparing, view } = store.state;
    const isOther = current !== null && baseline !== null && baseline.view !== current;
    bar.hidden = !isOther;
    if (!isOther) return;
    const [score, before] = [current.explanation.score, baseline.view.explanation.score];
    const difference = score - before;
    const why = t(`compare.${baseline.why}.is`, nameOf(panel, baseline.view, current));
    const numbers = t(
      'compare.scores',
      format.plain(score),
      format.plain(before),
      format.signed(difference),
    );
    const isComparable = kindOf(current, baseline.view) !== null;
    text.textContent = [why, numbers, ...(isComparable ? [] : [t('compare.impossible')])].join(' ');
    toggle.hidden = !isComparable;
    toggle.textContent = t(comparing ? 'compare.hide' : 'compare.show');
    toggle.setAttribute('aria-pressed', String(comparing && view?.contrast !== null));
    drop.textContent = t(baseline.why === 'pin' ? 'compare.unpin' : 'compare.forget');
  });
  return bar;
}

/** What tells the one from the other: its places, or of the same places how it was computed. */
function nameOf({ t, format }: Panel, view: ExplanationView, other: ExplanationView): string {
  const places = (x: ExplanationView) => `${x.labelA} ↔ ${x.labelB}`;
  if (places(view) !== places(other)) return places(view);
  const { model, layer, reference } = view.explanation;
  return t('compare.how', model, format.integer(layer), reference.token);
}
