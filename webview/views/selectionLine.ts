import { hasPairs } from '../../src/protocol.js';
import { h } from '../dom.js';
import { totalSize } from '../../src/reading/pairs.js';
import { isWhole, selectionTotals } from '../model/selection.js';
import type { Panel } from '../panelContext.js';
import { leaveFocus, zoomInto } from '../readingLevel.js';

/** What the selected block adds up to, and a way to give it up. */
export function createSelectionLine(panel: Panel): HTMLElement {
  const { store, t } = panel;
  const text = h('span', {});
  const clear = h('button', { type: 'button', class: 'link-button' }, t('selection.clear'));
  clear.addEventListener('click', () => {
    store.update({ selection: null });
    announceSelection(panel);
  });
  const attributes = { type: 'button', class: 'link-button', title: t('selection.zoom.tip') };
  const zoom = h('button', attributes, t('selection.zoom'));
  zoom.addEventListener('click', () => {
    if (store.state.selection) zoomInto(panel, store.state.selection);
  });
  const line = h('p', { class: 'selection-line' }, text, ' ', zoom, ' ', clear);
  store.watch(['view', 'selection'], ({ selection }) => {
    const summary = selectionText(panel);
    line.hidden = summary === null;
    text.textContent = summary ?? '';
    zoom.hidden = !selection || isWhole(selection);
  });
  return line;
}

/** Says that the matrix is about a part of the texts, with a way back. */
export function createFocusLine(panel: Panel): HTMLElement {
  const { store, t } = panel;
  const leave = h('button', { type: 'button', class: 'link-button' }, t('focus.leave'));
  leave.addEventListener('click', () => {
    leaveFocus(panel);
  });
  const line = h('p', { class: 'focus-line' }, t('focus.text'), ' ', leave);
  store.watch(['focus'], ({ focus }) => {
    line.hidden = focus.a === null && focus.b === null;
  });
  return line;
}

export function announceSelection(panel: Panel): void {
  panel.announce(selectionText(panel) ?? panel.t('selection.none'));
}

function selectionText({ store, t, format }: Panel): string | null {
  const { view, selection } = store.state;
  if (!view || !selection || !hasPairs(view.explanation)) return null;
  const { sum, size, rows, columns } = selectionTotals(view.explanation, selection);
  const total = totalSize(view.explanation.matrix);
  return t(
    'selection.text',
    format.integer(rows),
    format.integer(columns),
    format.signed(sum),
    format.percent(total > 0 ? size / total : 0),
  );
}
