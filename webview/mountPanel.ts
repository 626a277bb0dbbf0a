import type { Side } from '../src/protocol.js';
import { announceWork } from './announcements.js';
import { h } from './dom.js';
import { createEmphasisLink } from './emphasisLink.js';
import type { Host } from './host.js';
import { createArrangement } from './model/currentArrangement.js';
import { derive } from './model/derive.js';
import { isHosts, tokensOfUnits } from './model/shownView.js';
import { createFormat } from './model/format.js';
import type { Panel } from './panelContext.js';
import { receive } from './receive.js';
import { emptyState, Store } from './store.js';
import type { Translate } from './strings.js';
import { createCompareBar } from './views/compareBar.js';
import { createControls } from './views/controls.js';
import { createEmptyState } from './views/emptyState.js';
import { createFailure } from './views/failure.js';
import { createHeader } from './views/header.js';
import { createLedger } from './views/ledger.js';
import { createMatrixView } from './views/matrixView.js';
import { createPairsList } from './views/pairsList.js';
import { createStoppedNotice } from './views/stopped.js';
import { createTextStrip } from './views/textStrip.js';
import { createTip } from './views/tip.js';
import { createToolbar } from './views/toolbar.js';
import { createVerifySection } from './views/verifySection.js';
import { createWindowsList } from './views/windowsList.js';

/** Builds the panel inside `root` and connects it to the host. Call it once. */
export function mountPanel(root: HTMLElement, host: Host, t: Translate, locale: string): void {
  const { view: current, ...saved } = host.load();
  const divider = (label: string) => `\n${t('compare.divider', label)}\n`;
  const stale = { a: current?.staleA ?? false, b: current?.staleB ?? false };
  const state = { ...emptyState, ...saved, current, stale };
  const store = new Store({ ...state, view: derive(state, divider, null) });
  const spoken = h('div', { class: 'visually-hidden', role: 'status' });
  const panel: Panel = {
    store,
    host,
    t,
    format: createFormat(locale),
    tip: createTip(store),
    divider,
    arrangement: createArrangement(store),
    link: createEmphasisLink(
      store,
      (emphasis) => {
        host.send({ kind: 'emphasise', emphasis });
      },
      (run) => requestAnimationFrame(run),
    ),
    announce: (message) => {
      spoken.textContent = message;
    },
  };
  const explanation = h('div', { class: 'explanation' });
  // Before the views' own watches: the matrix measures the room it has.
  store.watch(['view'], (state) => {
    explanation.hidden = state.view === null;
  });
  explanation.append(
    createHeader(panel),
    createControls(panel),
    createLedger(panel),
    createWindowsList(panel, 'a'),
    createWindowsList(panel, 'b'),
    // The editors have the texts: what only the panel has comes first.
    h('div', { class: 'pair-views' }, createMatrixView(panel), createPairsList(panel)),
    h('div', { class: 'texts' }, createTextStrip(panel, 'a'), createTextStrip(panel, 'b')),
    createVerifySection(panel),
  );
  root.append(
    h(
      'main',
      { class: 'panel', 'aria-label': t('panel.title') },
      h('h1', { class: 'visually-hidden' }, t('panel.title')),
      createToolbar(panel),
      createFailure(panel),
      createStoppedNotice(panel),
      createCompareBar(panel),
      createEmptyState(panel),
      explanation,
    ),
    panel.tip.element,
    spoken,
  );
  store.watch(['busy'], ({ busy }) => {
    explanation.setAttribute('aria-busy', String(busy !== null));
  });
  announceWork(panel);
  keepState(store, host);
  tellSelection(store, host);
  host.listen((message) => {
    receive(panel, message);
  });
  host.send({ kind: 'ready' });
}

/** The editors show the selection, too; told at most once a frame, since dragging changes it often. */
function tellSelection(store: Store, host: Host): void {
  let waiting = false;
  let told = 'null';
  const tell = () => {
    waiting = false;
    const { view, selection } = store.state;
    const tokens = (side: Side) => {
      const units = selection?.[side] ?? null;
      if (!view || !units) return null;
      return tokensOfUnits(view, side, units).filter((token) => isHosts(view, side, token));
    };
    const block = selection && { a: tokens('a'), b: tokens('b') };
    const text = JSON.stringify(block);
    if (text === told) return;
    told = text;
    host.send({ kind: 'select', selection: block });
  };
  store.watch(['selection', 'view'], () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(tell);
  });
}

/** Saved when nothing else is to be done, since encoding a large matrix takes a while. */
function keepState(store: Store, host: Host): void {
  let waiting = false;
  const save = () => {
    waiting = false;
    const { current, stale, showSpecial, level, folded, baseline } = store.state;
    const view = current && { ...current, staleA: stale.a, staleB: stale.b };
    host.save({ view, showSpecial, level, folded, baseline });
  };
  store.watch(['current', 'stale', 'showSpecial', 'level', 'folded', 'baseline'], () => {
    if (waiting) return;
    waiting = true;
    requestIdleCallback(save, { timeout: 1000 });
  });
}
