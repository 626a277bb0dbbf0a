import type { Side } from '../../src/protocol.js';
import { h, uniqueId } from '../dom.js';
import type { Panel } from '../panelContext.js';
import { showOtherwise } from '../readingLevel.js';

/** Nothing is sent while somebody types faster than this. */
const PAUSE_MS = 350;

/**
 * A box to edit a text in: score and matrix follow, the document stays. As long as it is open it holds
 * what was typed; what is explained is shown below it.
 */
export function createTextEditor(
  panel: Panel,
  side: Side,
): { button: HTMLElement; box: HTMLElement } {
  const { store, host, t } = panel;
  const id = uniqueId('edit');
  const area = h('textarea', { id, class: 'input', rows: '3', spellcheck: 'false' });
  const back = h('button', { type: 'button', class: 'link-button' }, t('edit.back'));
  const close = h('button', { type: 'button', class: 'link-button' }, t('edit.close'));
  const button = h(
    'button',
    { type: 'button', class: 'link-button', 'aria-controls': id, 'aria-expanded': 'false' },
    t('edit.open'),
  );
  const score = h('span', { class: 'text-edit-score' });
  const box = h(
    'div',
    { class: 'text-edit', hidden: true },
    h('label', { for: id, class: 'dim' }, t(side === 'a' ? 'edit.label.a' : 'edit.label.b')),
    area,
    h('div', { class: 'text-edit-line' }, score, back, close),
  );
  const present = () => {
    const { current } = store.state;
    return (side === 'a' ? current?.textA : current?.textB) ?? '';
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const send = (text: string | null) => {
    clearTimeout(timer);
    host.send({ kind: 'edit', side, text });
  };
  const setOpen = (isOpen: boolean) => {
    box.hidden = !isOpen;
    button.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen) return;
    area.value = present();
    area.focus();
  };
  button.addEventListener('click', () => {
    setOpen(button.getAttribute('aria-expanded') === 'false');
  });
  close.addEventListener('click', () => {
    setOpen(false);
    button.focus();
  });
  area.addEventListener('input', () => {
    clearTimeout(timer);
    rememberBefore(panel);
    timer = setTimeout(() => {
      if (area.value.trim() !== '') send(area.value);
    }, PAUSE_MS);
  });
  back.addEventListener('click', () => {
    send(null);
    // What was before is there again: nothing is left to compare it with.
    if (store.state.baseline?.why === 'before') {
      showOtherwise(panel, { baseline: null, comparing: false });
    }
    setOpen(false);
    button.focus();
  });
  store.watch(['current'], ({ current }) => {
    // Another pair, not an edit of this one.
    if (!current || document.activeElement === area) return;
    if (!box.hidden && area.value !== present()) setOpen(false);
  });
  // The score at the top may be out of sight.
  store.watch(['current', 'baseline'], ({ current, baseline }) => {
    const now = panel.format.plain(current?.explanation.score ?? 0);
    const before = baseline && panel.format.plain(baseline.view.explanation.score);
    const isBefore = baseline !== null && baseline.why === 'before' && baseline.view !== current;
    score.textContent = isBefore ? t('edit.score.before', now, before ?? '') : t('edit.score', now);
  });
  return { button, box };
}

/** What an edit changes can be looked at; what a person has pinned stays. */
function rememberBefore({ store }: Panel): void {
  const { current, baseline } = store.state;
  if (current && baseline === null) store.update({ baseline: { view: current, why: 'before' } });
}
