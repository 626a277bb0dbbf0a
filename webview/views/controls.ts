import type { ControlChange, Controls } from '../../src/protocol.js';
import { h, icon } from '../dom.js';
import type { Panel } from '../panelContext.js';
import { showOtherwise } from '../readingLevel.js';
import { choice, fillOptions, type Options } from './field.js';

const GEAR = 'M2 4h7M13 4h1M2 8h1M7 8h7M2 12h5M11 12h3M11 2.5v3M5 6.5v3M9 10.5v3';
const TOLERANCES = ['0.01', '0.003', '0.001', '0.0003', '0.0001'];
const METHODS = [
  ...([
    'ij',
    'ij-layers',
    'ij-scattered',
    'ij-mixed',
    'shapley',
    'simpson',
    'ends',
    'auto',
  ] as const),
];
const LEVELS = ['token', 'word', 'line', 'sentence'] as const;
const REFERENCES = ['auto', 'pad', 'unk', 'mask'] as const;

/** How the explanation is computed: every choice explains the same texts again, at once. */
export function createControls(panel: Panel): HTMLElement {
  const { store, host, t, format } = panel;
  const change = (part: ControlChange) => {
    const { current, baseline } = store.state;
    // What changes with it can be looked at; what a person has pinned stays.
    if (current && baseline?.why !== 'pin') {
      store.update({ baseline: { view: current, why: 'before' } });
    }
    host.send({ kind: 'control', change: part });
  };
  const model = h('button', { type: 'button', class: 'button secondary model' });
  model.addEventListener('click', () => {
    host.send({ kind: 'selectModel' });
  });
  const layer = choice(t('control.layer'), [], (value) => {
    change({ layer: value });
  });
  const step = (by: 1 | -1) => stepButton(panel, by, change);
  const reference = choice<string>(
    t('control.reference'),
    REFERENCES.map((name) => [name, t(`control.reference.${name}`)] as const),
    (value) => {
      change({ reference: value });
    },
  );
  const method = choice(
    t('control.method'),
    METHODS.map((name) => [name, t(`control.method.${name}`)] as const),
    (value) => {
      change({ method: value });
    },
  );
  const tolerance = choice(
    t('control.tolerance'),
    TOLERANCES.map((value) => [value, format.bound(Number(value))] as const),
    (value) => {
      change({ tolerance: Number(value) });
    },
  );
  const level = choice(
    t('control.level'),
    LEVELS.map((name) => [name, t(`header.level.${name}`)] as const),
    (value) => {
      change({ level: value });
    },
  );
  const long = choice(
    t('control.longText'),
    [
      ['truncate', t('control.longText.truncate')],
      ['windows', t('control.longText.windows')],
    ],
    (value) => {
      change({ longText: value });
    },
  );
  const matrix = choice(
    t('control.matrix'),
    [
      ['pairs', t('control.matrix.pairs')],
      ['folded', t('control.matrix.folded')],
    ],
    (value) => {
      showOtherwise(panel, { folded: value === 'folded' });
    },
  );
  matrix.element.title = t('control.matrix.tip');
  const reset = h('button', { type: 'button', class: 'link-button' }, t('control.reset'));
  reset.addEventListener('click', () => {
    host.send({ kind: 'resetControls' });
    body.querySelector('select')?.focus();
  });
  const body = h(
    'div',
    { class: 'controls-body' },
    h('span', { class: 'field' }, h('span', { class: 'dim' }, t('control.model')), model),
    h('span', { class: 'field' }, layer.element, step(-1), step(1)),
    ...[reference, method, tolerance, level, long, matrix].map(({ element }) => element),
    reset,
  );
  const box = h(
    'details',
    { class: 'controls' },
    h('summary', {}, icon(GEAR), h('span', {}, t('control.title'))),
    body,
  );
  store.watch(['controls', 'current', 'folded'], ({ controls, current, folded }) => {
    box.hidden = !controls;
    matrix.set(folded ? 'folded' : 'pairs');
    if (!controls) return;
    model.replaceChildren(h('bdi', {}, controls.model));
    fillOptions(layer.select, layerOptions(panel, current?.explanation.layerCount ?? 0, controls));
    layer.set(controls.layer);
    withOwn(reference.select, controls.reference);
    reference.set(controls.reference);
    method.set(controls.method);
    withOwn(tolerance.select, String(controls.tolerance));
    tolerance.set(String(controls.tolerance));
    level.set(controls.level);
    long.set(controls.longText);
    reset.hidden = !controls.changed;
  });
  return box;
}

function layerOptions({ t, format }: Panel, count: number, { layer }: Controls): Options<string> {
  const named = (['input', 'middle', 'last'] as const).map(
    (name) => [name, t(`control.layer.${name}`)] as const,
  );
  const numbers = Array.from({ length: count }, (_, i) => String(i));
  if (/^\d+$/.test(layer) && !numbers.includes(layer)) numbers.push(layer);
  return [...named, ...numbers.map((n) => [n, format.integer(Number(n))] as const)];
}

/** A value that only settings can have is in the list as long as it is chosen. */
function withOwn(select: HTMLSelectElement, value: string): void {
  for (const option of select.querySelectorAll('[data-own]')) option.remove();
  const isThere = [...select.options].some((option) => option.value === value);
  if (!isThere) select.append(h('option', { value, 'data-own': true }, value));
}

/** To the layer before or after the one that is explained. */
function stepButton(
  { store, t }: Panel,
  by: 1 | -1,
  change: (part: ControlChange) => void,
): HTMLElement {
  const label = t(by > 0 ? 'control.layer.next' : 'control.layer.previous');
  const attributes = { type: 'button', class: 'icon-button', title: label, 'aria-label': label };
  const button = h('button', attributes, icon(by > 0 ? 'M6 3l5 5-5 5' : 'M10 3 5 8l5 5'));
  const target = () => {
    const { layer = 0, layerCount = 0 } = store.state.current?.explanation ?? {};
    const next = layer + by;
    return next >= 0 && next < layerCount ? next : null;
  };
  button.addEventListener('click', () => {
    const next = target();
    if (next !== null) change({ layer: String(next) });
  });
  store.watch(['current'], () => {
    button.disabled = target() === null;
  });
  return button;
}
