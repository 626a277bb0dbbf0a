import type { LevelChoice, Side } from '../src/protocol.js';
import { showAt, tokensOfUnits, unitsOfTokens, type ShownView } from './model/shownView.js';
import { isWhole, type Selection } from './model/selection.js';
import type { Panel } from './panelContext.js';
import { noFocus, type Focus } from './store.js';

/** Shows the explanation at another level; what is selected stays, as the units it is in now. */
export function changeLevel({ store, link }: Panel, level: LevelChoice): void {
  const { view: before, selection, question } = store.state;
  if (level === store.state.level) return;
  const view = before && showAt(before.base, level, before);
  if (!before || !view || view.level === before.level) {
    store.update({ level });
    return;
  }
  link.reset();
  store.update({
    level,
    view,
    question: question + 1,
    selection: selection && moved(before, view, selection),
  });
}

/** The same for the editors: the host keeps the level and tells it to them. */
export function chooseLevel(panel: Panel, level: LevelChoice): void {
  if (level === panel.store.state.level) return;
  changeLevel(panel, level);
  panel.host.send({ kind: 'level', level });
}

/** One level coarser (1) or finer (-1); nothing beyond the last one. */
export function stepLevel(panel: Panel, step: 1 | -1): void {
  const { view } = panel.store.state;
  if (!view) return;
  const next = view.levels[view.levels.indexOf(view.level) + step];
  if (next) chooseLevel(panel, next);
}

/** The matrix of nothing but these units, one level finer. */
export function zoomInto(panel: Panel, selection: Selection): void {
  const { store } = panel;
  const { view } = store.state;
  if (!view || isWhole(selection)) return;
  const tokens = (side: Side) => {
    const units = selection[side];
    return units === null ? store.state.focus[side] : new Set(tokensOfUnits(view, side, units));
  };
  const focus: Focus = { a: tokens('a'), b: tokens('b') };
  store.update({ focus, selection: null });
  stepLevel(panel, -1);
}

export function leaveFocus({ store }: Panel): void {
  store.update({ focus: noFocus });
}

function moved(before: ShownView, view: ShownView, selection: Selection): Selection {
  const units = (side: Side) => {
    const own = selection[side];
    return own && unitsOfTokens(view, side, new Set(tokensOfUnits(before, side, own)));
  };
  return { a: units('a'), b: units('b') };
}
