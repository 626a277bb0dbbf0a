import type { HostToReport, Report } from '../../src/protocol.js';
import { h } from '../dom.js';
import type { ReportHost } from './reportHost.js';
import type { TranslateReport } from './strings.js';
import { plotView } from './plotView.js';
import { tableView } from './tableView.js';
import { textList } from './textList.js';

export interface ReportContext {
  readonly host: ReportHost;
  readonly t: TranslateReport;
}

/** The page: what the host says, or the one report that it holds. */
export function mountReport(
  root: HTMLElement,
  host: ReportHost,
  t: TranslateReport,
  embedded: Report | null,
): void {
  const context: ReportContext = { host, t };
  const status = h('div', { class: 'status', role: 'status', 'aria-live': 'polite' });
  const body = h('main', { class: 'report' });
  root.replaceChildren(status, body);
  const show = (report: Report) => {
    document.title = report.title;
    body.replaceChildren(...reportView(report, context));
  };
  if (embedded) show(embedded);
  host.listen((message) => {
    if (message.kind === 'report') show(message.report);
    status.replaceChildren(...statusView(message, context));
  });
  host.send({ kind: 'ready' });
}

function statusView(message: HostToReport, { host, t }: ReportContext): HTMLElement[] {
  const button = (label: string, kind: 'cancel' | 'resume', rank = 'secondary') => {
    const element = h('button', { class: `button ${rank}`, type: 'button' }, label);
    element.addEventListener('click', () => host.send({ kind }));
    return element;
  };
  switch (message.kind) {
    case 'report':
      return [];
    case 'measuring': {
      const { title, done, total } = message;
      const text = total === 0 ? t('report.loading') : t('report.measuring', done, total);
      const bar = h('progress', {
        ...(total === 0 ? {} : { value: String(done), max: String(total) }),
        'aria-label': title,
      });
      return [h('h1', {}, title), h('p', {}, text), bar, button(t('report.cancel'), 'cancel')];
    }
    case 'stopped':
      return [
        h('h1', {}, message.title),
        h('p', {}, t('report.stopped', message.done, message.total)),
        button(t('report.resume'), 'resume', 'primary'),
      ];
    case 'failed':
      return [
        h('h1', {}, message.title),
        h('p', { class: 'error' }, message.message),
        h('p', { class: 'dim' }, message.advice),
        button(t('report.retry'), 'resume'),
      ];
  }
}

function reportView(report: Report, context: ReportContext): HTMLElement[] {
  const { t, host } = context;
  const { sample, settings, seed, seconds, created } = report;
  const save = h('button', { class: 'button secondary', type: 'button' }, t('report.json'));
  save.addEventListener('click', () => {
    const { figures, ...rest } = report;
    host.save(`${report.study}.json`, `${JSON.stringify({ ...figures, ...rest }, null, 1)}\n`);
  });
  // Plots open their points' texts here.
  const picked = h('div', { class: 'picked', 'aria-live': 'polite' });
  const pick = (positions: readonly number[]) => {
    picked.replaceChildren(textList(positions, report.texts, context));
    picked.scrollIntoView({ block: 'nearest' });
  };
  return [
    h(
      'header',
      {},
      h('h1', {}, report.title),
      h('p', { class: 'question' }, report.question),
      h('p', { class: 'models' }, report.models.join(' · ')),
      h(
        'p',
        { class: 'dim' },
        t('report.sample', sample.pairs, sample.available, sample.source),
        ` · ${settings.map(({ name, text }) => `${name} ${text}`).join(' · ')}`,
        ` · ${t('report.seed', seed)} · `,
        t('report.seconds', seconds.toFixed(0), created.slice(0, 10)),
      ),
      ...sample.notes.map((note) => h('p', { class: 'note' }, note)),
      save,
    ),
    listing('findings', t('report.findings'), report.findings),
    listing('caveats', t('report.caveats'), report.caveats),
    ...report.plots.map((plot) => plotView(plot, report.texts, pick, context)),
    picked,
    ...report.tables.map((table) => tableView(report.study, table, report.texts, context)),
    h(
      'section',
      { class: 'definitions' },
      h('h2', {}, t('report.definitions')),
      h(
        'dl',
        {},
        ...report.definitions.flatMap(({ name, text }) => [h('dt', {}, name), h('dd', {}, text)]),
      ),
    ),
  ];
}

function listing(name: string, title: string, items: readonly string[]): HTMLElement {
  return h(
    'section',
    { class: name, hidden: items.length === 0 },
    h('h2', {}, title),
    h('ul', {}, ...items.map((item) => h('li', {}, item))),
  );
}
