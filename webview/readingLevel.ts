import type { LevelChoice, Side } from '../src/protocol.js';
import { derive, type Shown } from './model/derive.js';
import { tokensOfUnits, unitsOfTokens, type ShownView } from './model/shownView.js';
import { isWhole, type Selection } from './model/selection.js';
import type { Panel } from './panelContext.js';
import { noFocus, type Focus } from './store.js';

/** Shows the explanation in another way; what is selected stays, as the units it is in now. */
export function showOtherwise({ store, link, divider }: Panel, change: Partial<Shown>): void {
  const { state } = store;
  const { view: before, selection } = state;
  const view = derive({ ...state, ...change }, divider, before);
  if (!before || !view) {
    store.update({ ...change, view });
    return;
  }
  const isSame =
    view.level === before.level &&
    view.units.a === before.units.a &&
    view.units.b === before.units.b;
  if (isSame) {
    store.update({ ...change, view });
    return;
  }
  link.reset();
  // Of another text there are other tokens.
  const isMoved = (view.contrast?.kind ?? null) === (before.contrast?.kind ?? null);
  store.update({
    ...change,
    view,
    question: state.question + 1,
    selection: selection && isMoved ? moved(before, view, selection) : null,
    ...(isMoved ? {} : { focus: noFocus }),
  });
}

/** Shows the explanation at another level. */
export function changeLevel(panel: Panel, level: LevelChoice): void {
  if (level !== panel.store.state.level) showOtherwise(panel, { level });
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
