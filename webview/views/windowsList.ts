import type { ExplanationView, Side } from '../../src/protocol.js';
import { h, uniqueId } from '../dom.js';
import { visibleText } from '../model/visibleText.js';
import { bestWindows, type NumberedWindow } from '../model/windows.js';
import type { Panel } from '../panelContext.js';
import { patchChildren } from '../patch.js';

const FIRST = 6;
const MORE = 50;
/** A window is recognised by its beginning. */
const EXCERPT = 60;

/** Columns of a window's ledger; its residual is rounding and not worth one. */
const TERMS = ['pairs', 'onlyA', 'onlyB', 'constant'] as const;

/** The windows of a long text, best first, each with its score and ledger; one is explained below. */
export function createWindowsList(panel: Panel, side: Side): HTMLElement {
  const { store, host, t, format } = panel;
  const title = uniqueId('windows');
  const count = h('span', { class: 'dim' });
  const body = h('div', { class: 'windows-box' });
  const more = h('button', { type: 'button', class: 'link-button' }, t('pairs.more'));
  const section = h(
    'section',
    { class: 'windows', 'aria-labelledby': title },
    h(
      'div',
      { class: 'section-heading' },
      h('h2', { id: title }, t(`windows.title.${side}`)),
      count,
    ),
    h('p', { class: 'dim note' }, t('windows.note')),
    body,
    more,
  );
  let limit = FIRST;
  let text: string | null = null;
  const draw = () => {
    const { view } = store.state;
    const windows = view ? bestWindows(view.explanation, side) : [];
    section.hidden = windows.length === 0;
    if (!view || windows.length === 0) return;
    const shown = (view.explanation.windows?.shown[side] ?? 0) + 1;
    const listed = windows.filter(({ number }, rank) => rank < limit || number === shown);
    count.textContent = t.count('windows.count', windows.length, format.integer(windows.length));
    more.hidden = listed.length === windows.length;
    patchChildren(body, [table(panel, view, side, listed, shown)]);
  };
  more.addEventListener('click', () => {
    const next = limit;
    limit += MORE;
    draw();
    // The button may be gone: focus goes on with the first row it brought.
    body.querySelectorAll('tbody tr')[next]?.querySelector('button')?.focus();
  });
  body.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button[data-window]') : null;
    if (!button) return;
    host.send({ kind: 'window', side, window: Number(button.getAttribute('data-window')) });
  });
  store.watch(['view'], ({ view }) => {
    const present = view && (side === 'a' ? view.textA : view.textB);
    // Another text's list is as short as any at first.
    if (present !== text) limit = FIRST;
    text = present;
    draw();
  });
  return section;
}

function table(
  panel: Panel,
  view: ExplanationView,
  side: Side,
  windows: readonly NumberedWindow[],
  shown: number,
): HTMLElement {
  const { t } = panel;
  const head = (text: string, className?: string) =>
    h('th', { scope: 'col', class: className }, text);
  return h(
    'table',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        head(t('windows.number'), 'number'),
        head(t('windows.score'), 'number'),
        head(t('windows.begins')),
        head(t('windows.place')),
        ...TERMS.map((term) => head(t(`ledger.${term}`), 'number')),
      ),
    ),
    h(
      'tbody',
      {},
      ...windows.map((window) => row(panel, view, side, window, window.number === shown)),
    ),
  );
}

function row(
  { t, format }: Panel,
  view: ExplanationView,
  side: Side,
  window: NumberedWindow,
  isShown: boolean,
): HTMLElement {
  const text = side === 'a' ? view.textA : view.textB;
  const { number, start, end, score, ledger } = window;
  const beginning = text.slice(start, Math.min(end, start + 2 * EXCERPT)).replace(/\s+/g, ' ');
  const begins = visibleText([...beginning].slice(0, EXCERPT).join(''));
  const label = t(isShown ? 'windows.shown' : 'windows.explain', format.integer(number), begins);
  const [from, to] = [start / text.length, end / text.length];
  const mark = h('i');
  mark.style.setProperty('left', `${String(from * 100)}%`);
  mark.style.setProperty('width', `${String((to - from) * 100)}%`);
  const place = t('windows.place.value', format.percent(from), format.percent(to));
  return h(
    'tr',
    isShown ? { 'aria-current': 'true' } : {},
    h('td', { class: 'number' }, format.integer(number)),
    h('td', { class: 'number' }, format.plain(score)),
    h(
      'td',
      {},
      h(
        'button',
        {
          ...{ type: 'button', class: 'window-button', title: label, 'aria-label': label },
          'data-window': String(number - 1),
        },
        h('bdi', {}, begins),
      ),
    ),
    h(
      'td',
      { title: place },
      h('span', { class: 'window-track', role: 'img', 'aria-label': place }, mark),
    ),
    ...TERMS.map((term) => h('td', { class: 'number dim' }, format.signed(ledger[term]))),
  );
}
