import { hasPairs, type Side, type Token, type Unread } from '../../src/protocol.js';
import { h, uniqueId } from '../dom.js';
import { grade, marginalScale } from '../model/grade.js';
import { segmentText, tokensApart } from '../model/segments.js';
import { isSelected, selectionTotals, type Selection } from '../model/selection.js';
import { tokenNames } from '../model/tokenNames.js';
import { visiblePieces } from '../model/visibleText.js';
import { shownWindow, type NumberedWindow } from '../model/windows.js';
import type { Panel } from '../panelContext.js';
import type { ShownView } from '../model/shownView.js';

/** One of the two texts, seen from its own side. */
export interface StripText {
  side: Side;
  view: ShownView;
  text: string;
  label: string;
  tokens: readonly Token[];
  marginal: Float64Array;
  scale: number;
  unread: Unread | null;
  /** What of a long text is explained; null: all of it. */
  window: NumberedWindow | null;
  /** Then `marginal` is what tokens have of this block. */
  selection: Selection | null;
}

/** What a strip shows of its side of an explanation; of a selection, what its tokens have of that. */
export function stripText(view: ShownView, side: Side, selection: Selection | null): StripText {
  const { explanation: e } = view;
  const own =
    side === 'a'
      ? {
          text: view.textA,
          label: view.labelA,
          tokens: e.tokensA,
          marginal: e.marginalA,
          unread: e.unreadA,
        }
      : {
          text: view.textB,
          label: view.labelB,
          tokens: e.tokensB,
          marginal: e.marginalB,
          unread: e.unreadB,
        };
  const window = shownWindow(e, side);
  const block = selection && hasPairs(e) ? selection : null;
  const marginal = block && hasPairs(e) ? selectionTotals(e, block)[side] : own.marginal;
  const scale = marginalScale(marginal, own.tokens);
  return { side, view, ...own, marginal, window, scale, selection: block };
}

/** Stands for a token whose characters an earlier one has already. */
const SHARED = '◦';

/** Unread text is shown up to here; the rest is counted. */
const UNREAD_SHOWN = 2000;
/** Of a long text around the window that is explained, as much is shown as tells where one is. */
const OUTSIDE_SHOWN = 240;

/** Which text this is, where it comes from, how much of it was read, and what full colour means. */
export function heading(
  { t, format }: Panel,
  text: StripText,
  id: string,
  stale: HTMLElement,
  edit: HTMLElement,
): HTMLElement {
  const { side, view, label, tokens, unread, scale } = text;
  const read = tokens.reduce((sum, token) => sum + (token.count ?? 1), 0);
  const facts = [t.count('text.tokens', read, format.integer(read))];
  const count = h('span', { class: 'dim', hidden: tokens.length === 0 }, ...facts);
  const left = h(
    'div',
    { class: 'text-title' },
    h('h2', { id }, h('span', { class: 'letter' }, t(side === 'a' ? 'text.a' : 'text.b'))),
    h('bdi', { class: 'place' }, label),
    count,
  );
  if (unread) {
    const label = t.count('text.unread', unread.tokens, format.integer(unread.tokens));
    left.append(h('span', { class: 'badge unread-count', title: t('text.unread.tip') }, label));
  }
  if (text.window) {
    const { number } = text.window;
    const all = view.explanation.windows?.[side]?.length ?? 0;
    const place = t('windows.badge', format.integer(number), format.integer(all));
    left.append(h('span', { class: 'badge window', title: t('windows.note') }, place));
  }
  // Of a difference there are two texts on one side.
  left.append(stale, ...(view.contrast ? [] : [edit]));
  const legend = h(
    'div',
    { class: 'strip-legend', title: t('text.scale'), hidden: tokens.length === 0 },
    h('span', { class: 'number' }, format.signed(-scale)),
    h(
      'span',
      { class: 'steps', 'aria-hidden': 'true' },
      ...[-5, -4, -3, -2, -1, 1, 2, 3, 4, 5].map((step) => h('i', { class: gradeClass(step) })),
    ),
    h('span', { class: 'number' }, format.signed(scale)),
  );
  return h('div', { class: 'text-heading' }, left, legend);
}

const gradeClass = (step: number): string =>
  step === 0 ? 'g0' : step < 0 ? `n${String(-step)}` : `p${String(step)}`;

const GRADES = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5].map(gradeClass);

/** The text in reading order; fills `tokens` with the element of every token. */
export function strip(
  panel: Panel,
  text: StripText,
  tokens: Map<number, HTMLElement>,
  title: string,
): HTMLElement {
  const content = h('bdi', { class: 'strip-text' });
  for (const segment of segmentText(text.text, text.tokens, text.unread, text.window)) {
    if (segment.kind === 'token') {
      const element = tokenElement(segment.token, tokens);
      if (segment.text === '') {
        element.append(SHARED);
        element.title = panel.t('text.token.shared');
      } else write(element, segment.text);
      writeTotal(panel, text, segment.token, element);
      content.append(element);
    } else if (segment.kind === 'gap') write(content, segment.text);
    else if (segment.kind === 'unread') content.append(unreadElement(panel, segment.text));
    else if (content.firstChild) content.append(afterElement(panel, segment.text));
    else content.append(beforeElement(panel, segment.text));
  }
  return h('div', { class: 'strip', role: 'group', 'aria-labelledby': title }, content);
}

/** Text with its invisible characters shown; line breaks and tabs keep their effect as well. */
function write(element: HTMLElement, text: string): void {
  for (const { text: shown, name } of visiblePieces(text)) {
    if (name === null) element.append(shown);
    else {
      element.append(h('span', { class: 'glyph', title: name }, shown));
      if (name === 'LF' || name === 'CRLF') element.append('\n');
      if (name === 'TAB') element.append('\t');
    }
  }
}

function unreadElement(panel: Panel, text: string): HTMLElement {
  const element = h('span', { class: 'unread', title: panel.t('text.unread.tip') });
  return writeBeginning(panel, element, text, UNREAD_SHOWN);
}

function afterElement(panel: Panel, text: string): HTMLElement {
  const element = h('span', { class: 'outside', title: panel.t('text.outside.tip') });
  return writeBeginning(panel, element, text, OUTSIDE_SHOWN);
}

function beforeElement({ t, format }: Panel, text: string): HTMLElement {
  const element = h('span', { class: 'outside', title: t('text.outside.tip') });
  const from = Math.max(0, text.length - OUTSIDE_SHOWN);
  // Not in the middle of a character of two units.
  const hidden = /^[\udc00-\udfff]/.test(text.slice(from, from + 1)) ? from + 1 : from;
  if (hidden > 0) {
    const more = t.count('text.outside.before', hidden, format.integer(hidden));
    element.append(h('span', { class: 'dim' }, `${more} `));
  }
  write(element, text.slice(hidden));
  return element;
}

function writeBeginning(
  { t, format }: Panel,
  element: HTMLElement,
  text: string,
  limit: number,
): HTMLElement {
  const shown = text.slice(0, limit);
  write(element, shown);
  const hidden = text.length - shown.length;
  if (hidden > 0) {
    const more = t.count('text.unread.more', hidden, format.integer(hidden));
    element.append(h('span', { class: 'dim' }, ` ${more}`));
  }
  return element;
}

function tokenElement(token: number, tokens: Map<number, HTMLElement>): HTMLElement {
  const element = h('span', {
    class: 'token',
    role: 'button',
    tabindex: tokens.size === 0 ? '0' : '-1',
    'data-token': String(token),
  });
  tokens.set(token, element);
  return element;
}

function writeTotal(
  { t, format }: Panel,
  { side, view, marginal, scale, selection }: StripText,
  token: number,
  element: HTMLElement,
): void {
  const value = marginal[token] ?? 0;
  // What is read aloud has all that is seen, however long the unit.
  const seen = element.textContent;
  const name = seen === SHARED ? (tokenNames(view)[side][token] ?? '') : seen;
  element.classList.remove(...GRADES);
  element.classList.add(gradeClass(grade(value, scale)));
  const isIn = !selection || isSelected(selection, side, token);
  element.classList.toggle('left-out', !isIn);
  element.classList.toggle('selected', isIn && selection !== null && selection[side] !== null);
  element.setAttribute('aria-label', t('text.token.label', name, format.signed(value)));
}

/** Writes better numbers of the same text into the elements that are there, so that nothing moves. */
export function rewriteTotals(
  panel: Panel,
  text: StripText,
  tokens: ReadonlyMap<number, HTMLElement>,
  section: HTMLElement,
): void {
  for (const [token, element] of tokens) writeTotal(panel, text, token, element);
  const { format } = panel;
  for (const element of section.querySelectorAll('[data-total]')) {
    const token = Number(element.getAttribute('data-total'));
    element.textContent = format.signed(text.marginal[token] ?? 0);
  }
  const [low, high] = section.querySelectorAll('.strip-legend .number');
  if (low) low.textContent = format.signed(-text.scale);
  if (high) high.textContent = format.signed(text.scale);
  const place = section.querySelector('.place');
  if (place) place.textContent = text.label;
}

/** Special tokens and others that stand for no characters; null when there are none. */
export function apartRow(
  panel: Panel,
  text: StripText,
  tokens: Map<number, HTMLElement>,
): HTMLElement | null {
  const apart = tokensApart(text.tokens);
  if (apart.length === 0) return null;
  const label = uniqueId('apart');
  const row = h(
    'div',
    { class: 'apart', role: 'group', 'aria-labelledby': label },
    h('span', { id: label, class: 'dim' }, panel.t('text.special')),
  );
  for (const token of apart) {
    const element = tokenElement(token, tokens);
    element.append(h('bdi', {}, tokenNames(text.view)[text.side][token] ?? ''));
    writeTotal(panel, text, token, element);
    row.append(
      element,
      h(
        'span',
        { class: 'dim number', 'data-total': String(token) },
        panel.format.signed(text.marginal[token] ?? 0),
      ),
    );
  }
  return row;
}
