import type { HostToPanel } from '../src/protocol.js';
import { announceWork } from './announcements.js';
import { h } from './dom.js';
import { createEmphasisLink } from './emphasisLink.js';
import type { Host } from './host.js';
import { createArrangement } from './model/currentArrangement.js';
import { sameExplanation, sameQuestion } from './model/sameExplanation.js';
import { isUnfinished } from './model/stage.js';
import { createFormat } from './model/format.js';
import type { Panel } from './panelContext.js';
import { emptyState, Store } from './store.js';
import type { Translate } from './strings.js';
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
import { createWindowsList } from './views/windowsList.js';

/** Builds the panel inside `root` and connects it to the host. Call it once. */
export function mountPanel(root: HTMLElement, host: Host, t: Translate, locale: string): void {
  const { view, showSpecial } = host.load();
  const stale = { a: view?.staleA ?? false, b: view?.staleB ?? false };
  const store = new Store({ ...emptyState, view, stale, showSpecial });
  const spoken = h('div', { class: 'visually-hidden', role: 'status' });
  const panel: Panel = {
    store,
    host,
    t,
    format: createFormat(locale),
    tip: createTip(store),
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
    createLedger(panel),
    createWindowsList(panel, 'a'),
    createWindowsList(panel, 'b'),
    h('div', { class: 'texts' }, createTextStrip(panel, 'a'), createTextStrip(panel, 'b')),
    h('div', { class: 'pair-views' }, createMatrixView(panel), createPairsList(panel)),
  );
  root.append(
    h(
      'main',
      { class: 'panel', 'aria-label': t('panel.title') },
      createToolbar(panel),
      createFailure(panel),
      createStoppedNotice(panel),
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
  host.listen((message) => {
    receive(panel, message);
  });
  host.send({ kind: 'ready' });
}

/** What each message of the host does to the panel's state. */
function receive({ store, link }: Panel, message: HostToPanel): void {
  switch (message.kind) {
    case 'show': {
      const { view } = message;
      const before = store.state.view;
      const ended = isUnfinished(view.explanation) ? {} : { busy: null };
      const shown = { stale: { a: view.staleA, b: view.staleB }, failure: null, ...ended };
      if (before && sameExplanation(before, view)) {
        // An edit that was undone: only the marks go.
        store.update(shown);
      } else if (before && sameQuestion(before, view)) {
        store.update({ ...shown, view });
      } else {
        link.reset();
        const question = store.state.question + 1;
        store.update({ ...shown, view, question, selection: null });
      }
      return;
    }
    case 'stale':
      store.update({ stale: { ...store.state.stale, [message.side]: true } });
      return;
    case 'emphasise':
      link.receive(message.emphasis);
      return;
    case 'busy':
      store.update({
        busy: { message: message.message, fraction: message.fraction },
        failure: null,
      });
      return;
    case 'failed':
      store.update({
        busy: null,
        failure: {
          message: message.message,
          advice: message.advice,
          partial: message.partial === true,
        },
      });
      return;
    case 'idle':
      store.update({ busy: null, failure: null });
      return;
  }
}

/** Saved when nothing else is to be done, since encoding a large matrix takes a while. */
function keepState(store: Store, host: Host): void {
  let waiting = false;
  const save = () => {
    waiting = false;
    const { view, stale, showSpecial } = store.state;
    host.save({ view: view && { ...view, staleA: stale.a, staleB: stale.b }, showSpecial });
  };
  store.watch(['view', 'stale', 'showSpecial'], () => {
    if (waiting) return;
    waiting = true;
    requestIdleCallback(save, { timeout: 1000 });
  });
}
