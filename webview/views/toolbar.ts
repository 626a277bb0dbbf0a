import { h, icon } from '../dom.js';
import { isUnfinished } from '../model/stage.js';
import type { Panel } from '../panelContext.js';
import { createPinButton } from './compareBar.js';
import { createLevelControl } from './levelControl.js';

const AGAIN = 'M13 8a5 5 0 1 1-1.5-3.6M13 2v3h-3';

/**
 * The top line: which two places these are, or what is being worked on; how exact the numbers are
 * while they are not final; refresh and cancel.
 */
export function createToolbar(panel: Panel): HTMLElement {
  const { store, host, t } = panel;
  const places = h('div', { class: 'places' });
  const message = h('span', { class: 'busy-message' });
  const percent = h('span', { class: 'busy-percent dim number' });
  const work = h('div', { class: 'work' }, message, percent);
  const progress = h(
    'div',
    { class: 'progress', role: 'progressbar', 'aria-valuemin': '0', 'aria-valuemax': '100' },
    h('span', { class: 'progress-bar' }),
  );
  const cancel = h('button', { type: 'button', class: 'button secondary' }, t('panel.cancel'));
  const refresh = h(
    'button',
    { type: 'button', class: 'button quiet', title: t('panel.refresh.tip') },
    icon(AGAIN),
    h('span', {}, t('panel.refresh')),
  );
  cancel.addEventListener('click', () => {
    host.send({ kind: 'cancel' });
  });
  refresh.addEventListener('click', () => {
    host.send({ kind: 'refresh' });
  });
  const stage = h('span', { class: 'badge stage', title: t('stage.tip') });
  const main = h(
    'div',
    { class: 'toolbar-main' },
    ...[places, work, stage, createPinButton(panel), refresh, cancel],
  );
  const bar = h('div', { class: 'toolbar' }, main, createLevelControl(panel), progress);
  store.watch(['view'], ({ view }) => {
    stage.hidden = !view || view.explanation.stage === 'done';
    if (!view) return;
    const { explanation } = view;
    stage.classList.toggle('lively', isUnfinished(explanation));
    if (explanation.stage === 'done') return;
    stage.textContent = t(`stage.${explanation.stage}`, panel.format.error(explanation.error));
  });
  store.watch(['view'], ({ view }) => {
    if (!view) return;
    places.replaceChildren(
      h('span', { class: 'place-a' }, h('bdi', {}, view.labelA)),
      h('span', { class: 'link' }, '↔'),
      h('span', { class: 'place-b' }, h('bdi', {}, view.labelB)),
    );
  });
  store.watch(['view', 'busy', 'stale', 'failure'], ({ view, busy, stale, failure }) => {
    bar.hidden = !view && !busy;
    places.hidden = busy !== null;
    work.hidden = progress.hidden = cancel.hidden = busy === null;
    refresh.hidden = busy !== null || !view || failure !== null;
    refresh.classList.toggle('primary', stale.a || stale.b);
    if (!busy) return;
    message.textContent = busy.message;
    progress.setAttribute('aria-label', busy.message);
    progress.classList.toggle('indeterminate', busy.fraction === null);
    const share = Math.min(1, Math.max(0, busy.fraction ?? 0));
    percent.textContent =
      busy.fraction === null ? '' : panel.format.percent(Math.round(share * 100) / 100);
    if (busy.fraction === null) progress.removeAttribute('aria-valuenow');
    else progress.setAttribute('aria-valuenow', String(Math.round(share * 100)));
    progress.style.setProperty('--done', String(share));
  });
  return bar;
}
