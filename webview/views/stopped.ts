import type { Explanation } from '../../src/protocol.js';
import { h, icon } from '../dom.js';
import type { Panel } from '../panelContext.js';

const PAUSE = 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM6.5 5.5v5M9.5 5.5v5';

/** What an explanation that was stopped lacks, and the way to go on. */
export function createStoppedNotice(panel: Panel): HTMLElement {
  const { store, host, t } = panel;
  const text = h('p', {});
  const goOn = h('button', { type: 'button', class: 'button secondary' }, t('panel.continue'));
  goOn.addEventListener('click', () => {
    host.send({ kind: 'continue' });
  });
  const box = h('div', { class: 'notice stopped', role: 'note' }, icon(PAUSE), text, goOn);
  store.watch(['view', 'busy', 'failure'], ({ view, busy, failure }) => {
    box.hidden = view?.explanation.stage !== 'stopped' || busy !== null;
    // The message above offers the same.
    goOn.hidden = failure?.partial === true;
    if (view) text.textContent = stoppedText(panel, view.explanation);
  });
  return box;
}

/** What was found, and how exact it is. */
export function stoppedText({ t, format }: Panel, explanation: Explanation): string {
  const { matrix, tokensA, error } = explanation;
  if (matrix !== null) return t('stopped.pairs', format.error(error));
  // Of a long text of which not even the best window was explained.
  return tokensA.length === 0 ? t('stopped.windows') : t('stopped.totals', format.error(error));
}
