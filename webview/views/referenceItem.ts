import type { Explanation } from '../../src/protocol.js';
import { h } from '../dom.js';
import type { Panel } from '../panelContext.js';

/** The reference token, what is special about it in a few words, and the rest in the tip. */
export function referenceItem(
  { t, format }: Panel,
  { token, gaveWay = [], occurs, source }: Explanation['reference'],
): { readonly value: HTMLElement; readonly tip: string } {
  const name = (text: string) => h('bdi', { class: 'name' }, text);
  const value = h('span', {}, name(token));
  const tips = [t('header.reference.tip')];
  if (gaveWay.length > 0) {
    const [before = '', after = ''] = t('header.reference.instead', '{0}').split('{0}');
    value.append(` ${before}`, ...gaveWay.flatMap((other) => [name(other.token), ' ']), after);
    tips.push(t('header.reference.instead.tip'));
  }
  if (occurs) {
    value.append(' ', h('strong', { class: 'warning' }, t('header.reference.occurs')));
    const counts = [occurs.a, occurs.b].map((count) => format.integer(count));
    tips.push(t('header.reference.occurs.tip', ...counts));
  }
  if (source === 'quick') tips.push(t('header.reference.quick.tip'));
  if (source === 'exact') tips.push(t('header.reference.exact.tip'));
  if (source === 'none') tips.push(t('header.reference.none.tip'));
  return { value, tip: tips.join(' ') };
}
