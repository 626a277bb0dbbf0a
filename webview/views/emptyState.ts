import { h } from '../dom.js';
import type { Panel } from '../panelContext.js';

/** A picture of what will be here: steps of the highlights, as a small matrix. */
const picture = ['p1', 'p5', 'n1', 'g0', 'p2', 'g0', 'p4', 'p1', 'g0', 'n3', 'p1', 'p5'];

/** What to do when nothing has been explained yet. */
export function createEmptyState({ store, t }: Panel): HTMLElement {
  const [before = '', after = ''] = t('empty.step.run', '\n').split('\n');
  const element = h(
    'section',
    { class: 'empty' },
    h(
      'div',
      { class: 'picture', 'aria-hidden': 'true' },
      ...picture.map((step) => h('i', { class: step })),
    ),
    h('h2', {}, t('empty.title')),
    h('p', {}, t('empty.lead')),
    h(
      'ol',
      {},
      h('li', {}, t('empty.step.select')),
      h('li', {}, before, h('strong', {}, t('empty.command')), after),
      h('li', {}, t('empty.step.read')),
    ),
  );
  store.watch(['view', 'busy'], ({ view, busy }) => {
    element.hidden = view !== null || busy !== null;
  });
  return element;
}
