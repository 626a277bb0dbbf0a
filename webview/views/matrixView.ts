import { hasPairs } from '../../src/protocol.js';
import { h, icon, uniqueId } from '../dom.js';
import { onThemeChange } from '../matrix/theme.js';
import { isUnfinished } from '../model/stage.js';
import { hasLongNames } from '../model/shownView.js';
import type { Panel } from '../panelContext.js';
import type { PanelState } from '../store.js';
import { createActiveCell } from './activeCell.js';
import { levelName } from './levelControl.js';
import { MatrixFrame } from './MatrixFrame.js';
import { matrixContent } from './matrixContent.js';
import { createMatrixControls } from './matrixControls.js';
import { attachKeyboard } from './matrixKeyboard.js';
import { matrixLegend } from './matrixLegend.js';
import { attachPointer } from './matrixPointer.js';
import { matrixTable } from './matrixTable.js';
import { showCellTip } from './matrixTip.js';
import { createFocusLine, createSelectionLine } from './selectionLine.js';

const ZOOM_STEP = 1.5;
/** From here on the matrix gets the whole width of the panel. */
const MANY_COLUMNS = 40;
/** Multiplies nothing: asks for the zoom that fits. */
const FIT = 0;
const icons = {
  in: 'M8 3v10M3 8h10',
  out: 'M3 8h10',
  fit: 'M2 8h12M5 5 2 8l3 3M11 5l3 3-3 3',
};

/** The section of the token-pair matrix: title, controls, the heatmap and its legend. */
export function createMatrixView(panel: Panel): HTMLElement {
  const { store, t } = panel;
  const title = uniqueId('matrix');
  const section = h('section', { class: 'matrix', 'aria-labelledby': title });
  const heading = h('h2', { id: title });
  const legend = h('div', {});
  const table = h('div', {});
  const empty = h('p', { class: 'dim' });
  const note = h('p', { class: 'pending-note' });
  const active = createActiveCell(panel);
  const grid = h(
    'div',
    {
      class: 'matrix-grid',
      role: 'grid',
      tabindex: '0',
      'aria-label': t('matrix.label'),
      'aria-description': t('matrix.help'),
      'aria-readonly': 'true',
    },
    active.element,
  );
  const zoom = zoomButtons(panel, (factor) => {
    frame.zoomBy(factor);
  });
  const frame = new MatrixFrame(grid, ({ canShrink, canGrow }) => {
    zoom.out.disabled = zoom.fit.disabled = !canShrink;
    zoom.in.disabled = !canGrow;
  });
  attachPointer(panel, frame, active);
  attachKeyboard(panel, frame, active);
  const toggle = specialToggle(panel);

  let drawn: Pick<PanelState, 'view' | 'question'> = { view: null, question: -1 };
  const draw = () => {
    const { view, question, asTable } = store.state;
    const isSame = question === drawn.question;
    const isBetter = isSame && view !== drawn.view;
    if (!isSame) {
      active.clear();
      frame.resetZoom();
    }
    drawn = { view, question };
    const { tokensA = [], tokensB = [] } = view?.explanation ?? {};
    const arrangement = panel.arrangement();
    const { rows = [], columns = [] } = arrangement ?? {};
    const any = view !== null && arrangement !== null && rows.length * columns.length > 0;
    toggle.hidden = ![...tokensA, ...tokensB].some((token) => token.special);
    section.classList.toggle('many-columns', columns.length > MANY_COLUMNS);
    section.classList.toggle('long-names', view !== null && hasLongNames(view));
    heading.textContent =
      view && (view.level !== 'token' || view.explanation.level !== 'token')
        ? t('matrix.title.level', levelName(t, view))
        : t('matrix.title');
    empty.hidden = any;
    empty.textContent = t(arrangement?.filtered ? 'matrix.filteredOut' : 'matrix.empty');
    legend.hidden = !any;
    frame.element.hidden = !any || asTable;
    table.hidden = !any || !asTable;
    const isKnown = view !== null && hasPairs(view.explanation);
    const isComing = view !== null && !isKnown && isUnfinished(view.explanation);
    note.hidden = !any || isKnown || asTable;
    note.textContent = t(isComing ? 'matrix.computing' : 'matrix.notComputed');
    grid.setAttribute('aria-busy', String(isComing));
    grid.setAttribute('aria-rowcount', String(tokensA.length));
    grid.setAttribute('aria-colcount', String(tokensB.length));
    frame.show(matrixContent(panel), isBetter);
    table.replaceChildren(...(asTable ? [matrixTable(panel) ?? ''] : []));
    if (frame.drawing) legend.replaceChildren(matrixLegend(panel, frame.drawing, isKnown));
    if (view && isBetter) active.refresh(view);
  };
  store.watch(['view', 'showSpecial', 'order', 'filter', 'focus', 'asTable'], draw);
  store.watch(['emphasis'], ({ emphasis }) => {
    frame.emphasise(emphasis);
  });
  store.watch(['visited'], ({ visited, view }) => {
    if (!visited || !view) return;
    grid.setAttribute('aria-activedescendant', active.set(view, visited.a, visited.b));
    frame.reveal(visited.a, visited.b);
    // A tip of where pointer or focus were would tell another pair's value.
    if (!grid.matches(':focus') || !showCellTip(panel, frame, visited)) panel.tip.hide();
    panel.announce(active.text());
  });
  store.watch(['selection'], ({ selection }) => {
    frame.select(selection);
  });
  onThemeChange(draw);
  section.append(
    h(
      'div',
      { class: 'section-heading' },
      heading,
      toggle,
      tableToggle(panel),
      h('span', { class: 'buttons' }, zoom.out, zoom.fit, zoom.in),
    ),
    createMatrixControls(panel),
    createFocusLine(panel),
    h('div', { class: 'pending' }, frame.element, note),
    table,
    empty,
    createSelectionLine(panel),
    legend,
  );
  return section;
}

function specialToggle({ store, t }: Panel): HTMLElement {
  const box = h('input', { type: 'checkbox' });
  box.addEventListener('change', () => {
    store.update({ showSpecial: box.checked });
  });
  store.watch(['showSpecial'], ({ showSpecial }) => {
    box.checked = showSpecial;
  });
  return h('label', { class: 'toggle', title: t('matrix.special.tip') }, box, t('matrix.special'));
}

function tableToggle({ store, t }: Panel): HTMLElement {
  const box = h('input', { type: 'checkbox' });
  box.addEventListener('change', () => {
    store.update({ asTable: box.checked });
  });
  store.watch(['asTable'], ({ asTable }) => {
    box.checked = asTable;
  });
  return h('label', { class: 'toggle', title: t('table.tip') }, box, t('table.toggle'));
}

function zoomButtons({ t }: Panel, zoomBy: (factor: number) => void) {
  const button = (label: string, path: string, factor: number) => {
    const attributes = { type: 'button', class: 'icon-button', title: label, 'aria-label': label };
    const element = h('button', attributes, icon(path));
    element.addEventListener('click', () => {
      zoomBy(factor);
    });
    return element;
  };
  return {
    out: button(t('matrix.zoomOut'), icons.out, 1 / ZOOM_STEP),
    fit: button(t('matrix.zoomFit'), icons.fit, FIT),
    in: button(t('matrix.zoomIn'), icons.in, ZOOM_STEP),
  };
}
