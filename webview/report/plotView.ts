import type { Plot, ReportText } from '../../src/protocol.js';
import { h } from '../dom.js';
import type { ReportContext } from './mountReport.js';
import { drawPlot } from './drawPlot.js';

/** A plot with its caption and legend; selecting a point shows the texts that it stands for. */
export function plotView(
  plot: Plot,
  texts: readonly ReportText[],
  pick: (positions: readonly number[]) => void,
  { t }: ReportContext,
): HTMLElement {
  const drawing = drawPlot(plot, texts, pick);
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', `${plot.title}. ${plot.caption}`);
  const selectable = plot.series.some(({ points }) =>
    points.some(({ text }) => text !== undefined),
  );
  const legend = plot.series.map(({ name }, i) => h('li', { class: `series s${i % 6}` }, name));
  return h(
    'figure',
    {},
    h('h2', {}, plot.title),
    h('ul', { class: 'legend', hidden: plot.series.length < 2 }, ...legend),
    drawing,
    h('figcaption', { class: 'dim' }, plot.caption, selectable ? ` ${t('report.plotHint')}` : ''),
  );
}
