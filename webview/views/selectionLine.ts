import { hasPairs } from '../../src/protocol.js';
import { h } from '../dom.js';
import { totalSize } from '../model/pairs.js';
import { selectionTotals } from '../model/selection.js';
import type { Panel } from '../panelContext.js';

/** What the selected block adds up to, and a way to give it up. */
export function createSelectionLine(panel: Panel): HTMLElement {
  const { store, t } = panel;
  const text = h('span', {});
  const clear = h('button', { type: 'button', class: 'link-button' }, t('selection.clear'));
  clear.addEventListener('click', () => {
    store.update({ selection: null });
    announceSelection(panel);
  });
  const line = h('p', { class: 'selection-line' }, text, ' ', clear);
  store.watch(['view', 'selection'], () => {
    const summary = selectionText(panel);
    line.hidden = summary === null;
    text.textContent = summary ?? '';
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
