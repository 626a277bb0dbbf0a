import type { ExplanationView, HostToPanel } from '../src/protocol.js';
import { sameExplanation, sameQuestion } from './model/sameExplanation.js';
import { showAt, toUnits } from './model/shownView.js';
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
      link.receive(message.emphasis);
      store.update({ visited: { a, b } });
      return;
    }
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

function show({ store, link }: Panel, base: ExplanationView): void {
  const { state } = store;
  const before = state.view?.base;
  const ended = isUnfinished(base.explanation) ? {} : { busy: null };
  const shown = { stale: { a: base.staleA, b: base.staleB }, failure: null, ...ended };
  if (before && sameExplanation(before, base)) {
    // An edit that was undone: only the marks go.
    store.update(shown);
    return;
  }
  const view = showAt(base, state.level, state.view);
  if (before && sameQuestion(before, base)) {
    store.update({ ...shown, view });
    return;
  }
  link.reset();
  const question = state.question + 1;
  store.update({ ...shown, view, question, selection: null, focus: noFocus });
}
