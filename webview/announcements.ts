import { hasPairs, type Explanation } from '../src/protocol.js';
import { isUnfinished } from './model/stage.js';
import type { Panel } from './panelContext.js';
import type { PanelState } from './store.js';
import { stoppedText } from './views/stopped.js';

/** What of an explanation was there when it was last announced. */
type Known = 'nothing' | 'totals' | 'pairs';

/** Only windows of a long text are there. */
const isWithoutTokens = ({ tokensA, tokensB }: Explanation) =>
  tokensA.length + tokensB.length === 0;

/**
 * Says to screen readers what sighted readers see happen: work once a stage, not at every step of its
 * bar; of an explanation that its totals are there, and that its pairs are, but not that they get
 * better; and that it was stopped. What is there from the start is not news.
 */
export function announceWork(panel: Panel): void {
  const { store } = panel;
  let before = store.state;
  let known = knownIn(before);
  let isWorkSaid = false;
  const say = (message: string, isWork: boolean) => {
    panel.announce(message);
    isWorkSaid = isWork;
  };
  store.watch(['busy', 'view'], (state) => {
    if (state.question !== before.question) known = 'nothing';
    const result = resultNews(panel, before, state, known);
    known = knownIn(state);
    if (result !== null) say(result, false);
    else if (state.busy?.message !== before.busy?.message) {
      const isResultSaid = state.view !== null && isUnfinished(state.view.explanation);
      if (state.busy && !isResultSaid) say(state.busy.message, true);
      else if (isWorkSaid) say('', false);
    }
    before = state;
  });
}

function knownIn({ view }: PanelState): Known {
  if (view === null || isWithoutTokens(view.explanation)) return 'nothing';
  return hasPairs(view.explanation) ? 'pairs' : 'totals';
}

function resultNews(
  panel: Panel,
  before: PanelState,
  { view }: PanelState,
  known: Known,
): string | null {
  if (view === null || view === before.view) return null;
  const { t, format } = panel;
  const { explanation } = view;
  const { stage } = explanation;
  const wasStopped = before.view?.explanation.stage === 'stopped';
  if (stage === 'stopped') return wasStopped ? null : stoppedText(panel, explanation);
  if (isWithoutTokens(explanation)) return null;
  const score = format.plain(explanation.score);
  if (hasPairs(explanation)) {
    if (known === 'pairs') return null;
    return known === 'totals' ? t('announce.pairs') : t('announce.all', score);
  }
  return known === 'nothing' ? t('announce.totals', score) : null;
}
