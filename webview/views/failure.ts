import { h, icon } from '../dom.js';
import type { Panel } from '../panelContext.js';

const CROSS = 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM5.5 5.5l5 5M10.5 5.5l-5 5';

/** What went wrong and what to do; the explanation before it stays below. */
export function createFailure({ store, host, t }: Panel): HTMLElement {
  const box = h('div', { class: 'notice error', role: 'alert' });
  store.watch(['failure', 'view'], ({ failure, view }) => {
    box.hidden = failure === null;
    if (!failure) {
      box.replaceChildren();
      return;
    }
    const kept = failure.partial ? 'panel.failed.partial' : 'panel.failed.kept';
    const retry = h('button', { type: 'button', class: 'button secondary' }, t('panel.retry'));
    retry.addEventListener('click', () => {
      host.send({ kind: 'refresh' });
    });
    box.replaceChildren(
      icon(CROSS),
      h(
        'div',
        {},
        h('p', {}, h('strong', {}, t('panel.failed')), ' ', failure.message),
        h('p', { class: 'advice' }, failure.advice),
        ...(view ? [h('p', { class: 'dim' }, t(kept))] : []),
      ),
      retry,
    );
  });
  return box;
}
