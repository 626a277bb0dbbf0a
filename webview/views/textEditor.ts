import type { Side } from '../../src/protocol.js';
import { h, uniqueId } from '../dom.js';
import type { Panel } from '../panelContext.js';

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
  const box = h(
    'div',
    { class: 'text-edit', hidden: true },
    h('label', { for: id, class: 'dim' }, t(side === 'a' ? 'edit.label.a' : 'edit.label.b')),
    area,
    h('div', { class: 'text-edit-buttons' }, back, close),
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
    setOpen(false);
    button.focus();
  });
  store.watch(['current'], ({ current }) => {
    // Another pair, not an edit of this one.
    if (!current || document.activeElement === area) return;
    if (!box.hidden && area.value !== present()) setOpen(false);
  });
  return { button, box };
}

/** What an edit changes can be looked at; what a person has pinned stays. */
function rememberBefore({ store }: Panel): void {
  const { current, baseline } = store.state;
  if (current && baseline === null) store.update({ baseline: { view: current, why: 'before' } });
}
