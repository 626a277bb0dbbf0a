import type { ExplanationView, HostToPanel } from '../src/protocol.js';
import { sameExplanation, sameQuestion } from './model/sameExplanation.js';
import { drawPicture } from './drawPicture.js';
import { derive } from './model/derive.js';
import { toUnits } from './model/shownView.js';
import { isUnfinished } from './model/stage.js';
import type { Panel } from './panelContext.js';
import { changeLevel } from './readingLevel.js';
import { noFocus } from './store.js';

/** What each message of the host does to the panel's state. */
export function receive(panel: Panel, message: HostToPanel): void {
  const { store, link } = panel;
  switch (message.kind) {
    case 'show':
      show(panel, message.view);
      return;
    case 'stale':
      store.update({ stale: { ...store.state.stale, [message.side]: true } });
      return;
    case 'emphasise':
      link.receive(message.emphasis);
      return;
    case 'visit': {
      const { view } = store.state;
      const { a = null, b = null } = view ? toUnits(view, message.emphasis) : {};
      if (a === null || b === null) return;
      link.visit(message.emphasis);
      store.update({ visited: { a, b } });
      return;
    }
    case 'verified':
      store.update({ verification: message.verification });
      return;
    case 'draw':
      void drawPicture(panel).then((png) => {
        panel.host.send({ kind: 'picture', id: message.id, png });
      });
      return;
    case 'controls':
      store.update({ controls: message.controls });
      return;
    case 'level':
      changeLevel(panel, message.level);
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

function show({ store, link, divider }: Panel, current: ExplanationView): void {
  const { state } = store;
  const before = state.current;
  const ended = isUnfinished(current.explanation) ? {} : { busy: null };
  const shown = { stale: { a: current.staleA, b: current.staleB }, failure: null, ...ended };
  if (before && sameExplanation(before, current)) {
    // An edit that was undone: only the marks go.
    store.update(shown);
    return;
  }
  const view = derive({ ...state, current }, divider, state.view);
  if (before && sameQuestion(before, current)) {
    store.update({ ...shown, current, view, verification: null });
    return;
  }
  link.reset();
  const question = state.question + 1;
  store.update({
    ...shown,
    current,
    view,
    question,
    selection: null,
    focus: noFocus,
    verification: null,
  });
}
