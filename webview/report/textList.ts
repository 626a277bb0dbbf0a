import { type ReportText, numberText } from '../../src/protocol.js';
import { h } from '../dom.js';
import type { ReportContext } from './mountReport.js';

/** Pairs that are shown at once; the others are a click away. */
const SHOWN = 10;

/** Pairs of texts, each with the way to its explanation. */
export function textList(
  positions: readonly number[],
  texts: readonly ReportText[],
  context: ReportContext,
): HTMLElement {
  const { t } = context;
  const list = h('ul', { class: 'texts' });
  const add = (from: number, to: number) => {
    for (const position of positions.slice(from, to)) {
      const text = texts[position];
      if (text) list.append(entry(position, text, context));
    }
  };
  add(0, SHOWN);
  const left = positions.length - SHOWN;
  if (left > 0) {
    const more = h('button', { class: 'link-button', type: 'button' }, t('report.moreTexts', left));
    const item = h('li', {}, more);
    more.addEventListener('click', () => {
      item.remove();
      add(SHOWN, positions.length);
    });
    list.append(item);
  }
  return list;
}

function entry(position: number, text: ReportText, { host, t }: ReportContext): HTMLElement {
  const about = [
    ...(text.score === null ? [] : [t('report.score', numberText(text.score, 'number'))]),
    ...(text.label === null ? [] : [t('report.label', text.label)]),
    ...(text.line === null ? [] : [t('report.line', text.line)]),
  ];
  return h(
    'li',
    {},
    h('p', { class: 'text' }, text.a),
    h('p', { class: 'text' }, text.b),
    h(
      'p',
      { class: 'dim' },
      `${about.join(' · ')} `,
      host.explains ? explainButton() : copyButton(),
    ),
  );

  function explainButton(): HTMLElement {
    const label = { class: 'link-button', type: 'button', title: t('report.explain.tip') };
    const button = h('button', label, t('report.explain'));
    button.addEventListener('click', () => host.send({ kind: 'explain', text: position }));
    return button;
  }

  function copyButton(): HTMLElement {
    const label = { class: 'link-button', type: 'button', title: t('report.copy.tip') };
    const button = h('button', label, t('report.copy'));
    button.addEventListener('click', () => {
      const command = `hitlight explain --a ${quoted(text.a)} --b ${quoted(text.b)}`;
      void navigator.clipboard.writeText(command).then(
        () => (button.textContent = t('report.copied')),
        // A page opened from a file may not write to the clipboard: show it instead.
        () => button.replaceWith(h('code', {}, command)),
      );
    });
    return button;
  }
}

/** As a POSIX shell reads it. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
