import { hasPairs, type Verification, type VerifiedStep } from '../../src/protocol.js';
import { h, uniqueId } from '../dom.js';
import { isUnfinished } from '../model/stage.js';
import type { Panel } from '../panelContext.js';

/** Lets a person check the explanation: its strongest pairs are masked and the texts encoded again. */
export function createVerifySection(panel: Panel): HTMLElement {
  const { store, host, t } = panel;
  const title = uniqueId('verify');
  const run = h('button', { type: 'button', class: 'button secondary' }, t('verify.run'));
  run.addEventListener('click', () => {
    host.send({ kind: 'verify' });
  });
  const result = h('div', {});
  const section = h(
    'section',
    { class: 'verify', 'aria-labelledby': title },
    h('div', { class: 'section-heading' }, h('h2', { id: title }, t('verify.title')), run),
    h('p', { class: 'dim note' }, t('verify.note')),
    result,
  );
  store.watch(['view', 'busy', 'comparing'], ({ view, busy, comparing }) => {
    const isReady = view && hasPairs(view.explanation) && !isUnfinished(view.explanation);
    section.hidden = !isReady || (comparing && view.contrast !== null);
    run.disabled = busy !== null;
  });
  store.watch(['verification'], ({ verification }) => {
    result.replaceChildren(...(verification ? contents(panel, verification) : []));
    if (verification) panel.announce(summary(panel, verification));
  });
  return section;
}

function contents(panel: Panel, verification: Verification): Node[] {
  const { t } = panel;
  const { steps } = verification;
  if (steps.length === 0) return [h('p', {}, t('verify.none'))];
  const largest = Math.max(
    ...steps.flatMap(({ predicted, measured, others }) => [
      Math.abs(predicted),
      Math.abs(measured),
      Math.abs(others ?? 0),
    ]),
  );
  const heads = [
    'verify.pairs',
    'verify.tokens',
    'verify.predicted',
    'verify.measured',
    'verify.chart',
    'verify.score',
    'verify.others',
  ] as const;
  return [
    h(
      'div',
      { class: 'verify-box' },
      h(
        'table',
        {},
        h('thead', {}, h('tr', {}, ...heads.map((key) => h('th', { scope: 'col' }, t(key))))),
        h('tbody', {}, ...steps.map((step) => row(panel, step, largest))),
      ),
    ),
    h('p', { class: 'ledger-line' }, summary(panel, verification)),
  ];
}

function row({ t, format }: Panel, step: VerifiedStep, largest: number): HTMLElement {
  const bar = (value: number, kind: string) => {
    const mark = h('i', { class: `${kind} ${value < 0 ? 'negative' : 'positive'}` });
    const share = largest > 0 ? Math.abs(value) / largest : 0;
    mark.style.setProperty('width', `${String(share * 100)}%`);
    return mark;
  };
  const number = (value: number, className = 'number') =>
    h('td', { class: className }, format.signed(-value));
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, t.count('verify.top', step.pairs, format.integer(step.pairs))),
    h('td', { class: 'number' }, `${format.integer(step.a)} + ${format.integer(step.b)}`),
    number(step.predicted),
    number(step.measured),
    h(
      'td',
      { 'aria-hidden': 'true' },
      h('span', { class: 'verify-bars' }, bar(step.predicted, 'told'), bar(step.measured, 'seen')),
    ),
    number(step.score, 'number dim'),
    step.others === null
      ? h('td', { class: 'number dim' }, t('verify.tooFew'))
      : number(step.others, 'number dim'),
  );
}

/** How far off the predictions were, and whether other tokens would have done as well. */
function summary({ t, format }: Panel, { steps }: Verification): string {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const off = mean(steps.map(({ predicted, measured }) => Math.abs(predicted - measured)));
  const compared = steps.filter(({ others }) => others !== null);
  const texts = [t('verify.off', format.plain(off))];
  if (compared.length > 0) {
    texts.push(
      t(
        'verify.compare',
        format.signed(-mean(compared.map(({ score }) => score))),
        format.signed(-mean(compared.map(({ others }) => others ?? 0))),
      ),
    );
  }
  return texts.join(' ');
}
