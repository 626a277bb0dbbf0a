import { h } from '../dom.js';
import type { MatrixDrawing } from '../matrix/MatrixDrawing.js';
import type { Panel } from '../panelContext.js';

/** Colour stops; the ramp between them is all but straight. */
const STOPS = 12;

/** Stands for a number that is not known, about as wide as one. */
const UNKNOWN = '\u2002…\u2002';

/**
 * The matrix's colour scale with its numbers, how many cells lie beyond it, and what is where. While
 * no pair is known it takes the same room.
 */
export function matrixLegend(panel: Panel, drawing: MatrixDrawing, isKnown: boolean): HTMLElement {
  const { t, format } = panel;
  const { value, beyond } = drawing.cap;
  const ends = isKnown
    ? {
        low: (beyond > 0 ? '≤ ' : '') + format.signed(-value),
        high: (beyond > 0 ? '≥ ' : '') + format.signed(value),
      }
    : { low: UNKNOWN, high: UNKNOWN };
  const ramp = h('span', { class: 'ramp', 'aria-hidden': 'true' });
  const colours = Array.from({ length: 2 * STOPS + 1 }, (_, i) => {
    const rgb = drawing.scale.rgb(((i - STOPS) / STOPS) * value);
    return `rgb(${rgb.join(' ')})`;
  });
  ramp.style.setProperty('background-image', `linear-gradient(to right, ${colours.join(', ')})`);
  const label = isKnown
    ? { role: 'img', 'aria-label': t('matrix.legend', ends.low, ends.high) }
    : { 'aria-hidden': 'true' };
  const scale = h(
    'span',
    { class: 'scale', ...label },
    h('span', {}, ends.low),
    h('span', { class: 'ramp-box' }, ramp, h('span', { class: 'ramp-zero' }, '0')),
    h('span', {}, ends.high),
  );
  const legend = h('div', { class: 'matrix-legend' }, scale);
  if (beyond > 0) {
    const note = t.count('matrix.legend.capped', beyond, format.integer(beyond));
    legend.append(h('span', { class: 'dim' }, note));
  }
  const mark = h('span', { class: 'same-mark', 'aria-hidden': 'true' });
  legend.append(h('span', { class: 'dim' }, mark, t('matrix.legend.same')));
  legend.append(h('span', { class: 'dim' }, axes(panel)));
  return legend;
}

/** Which text is where; of a difference of two hits, which comes first. */
function axes({ store, t }: Panel): string {
  const contrast = store.state.view?.contrast;
  if (!contrast || contrast.kind === 'pair') return t('matrix.axes');
  const label = contrast.kind === 'query' ? 'labelB' : 'labelA';
  return t(`matrix.axes.${contrast.kind}`, contrast.one[label], contrast.other[label]);
}
