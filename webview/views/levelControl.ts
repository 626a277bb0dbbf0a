import type { Side, TextKind } from '../../src/protocol.js';
import { h, uniqueId } from '../dom.js';
import type { ShownView } from '../model/shownView.js';
import type { Panel } from '../panelContext.js';
import { chooseLevel, stepLevel } from '../readingLevel.js';
import type { Translate } from '../strings.js';

const COMPUTED = {
  word: 'level.prose.word',
  line: 'level.code.line',
  sentence: 'level.prose.line',
} as const;

/** What the units on screen are called: by what each text is, and at which level it is read. */
export function levelName(t: Translate, view: ShownView): string {
  const kind = (side: Side): TextKind =>
    (side === 'a' ? view.readingA : view.readingB)?.kind ?? 'prose';
  const name = (side: Side) => {
    const level = view.sideLevels[side];
    const { level: computed } = view.explanation;
    // The finest units are those that were computed.
    return level === 'token' && computed !== 'token'
      ? t(COMPUTED[computed])
      : t(`level.${kind(side)}.${level}`);
  };
  return name('a') === name('b') ? name('a') : t('level.both', name('a'), name('b'));
}

/** A slider from the finest to the coarsest level; the bracket keys do the same anywhere. */
export function createLevelControl(panel: Panel): HTMLElement {
  const { store, t } = panel;
  const id = uniqueId('level');
  const slider = h('input', { id, type: 'range', class: 'slider', min: '0', step: '1' });
  const name = h('output', { for: id, class: 'level-name' });
  const auto = h(
    'button',
    { type: 'button', class: 'link-button', title: t('level.auto.tip') },
    t('level.auto'),
  );
  slider.addEventListener('input', () => {
    const level = store.state.view?.levels[Number(slider.value)];
    if (level) chooseLevel(panel, level);
  });
  auto.addEventListener('click', () => {
    chooseLevel(panel, 'auto');
    slider.focus();
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === ']') stepLevel(panel, 1);
    else if (event.key === '[') stepLevel(panel, -1);
    else return;
    event.preventDefault();
    const { view } = store.state;
    if (view) panel.announce(t('level.announce', levelName(t, view)));
  });
  const control = h(
    'div',
    { class: 'field level', title: t('level.tip') },
    h('label', { for: id, class: 'dim' }, t('level.title')),
    slider,
    name,
    auto,
  );
  store.watch(['view', 'level'], ({ view, level }) => {
    control.hidden = !view || view.levels.length < 2;
    if (!view) return;
    slider.max = String(view.levels.length - 1);
    slider.value = String(view.levels.indexOf(view.level));
    const shown = levelName(t, view);
    name.textContent = shown;
    slider.setAttribute('aria-valuetext', shown);
    auto.hidden = level === 'auto';
  });
  return control;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('textarea, input[type=text], select') !== null;
