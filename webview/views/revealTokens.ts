import type { Emphasis } from '../../src/protocol.js';
import { tokenOfUnit } from '../model/shownView.js';
import type { Panel } from '../panelContext.js';

/** Goes to units in their editors. */
export function reveal({ host, store }: Panel, units: Emphasis): void {
  const { view } = store.state;
  if (!view) return;
  for (const side of ['a', 'b'] as const) {
    const token = tokenOfUnit(view, side, units[side]);
    if (token !== null) host.send({ kind: 'reveal', side, token });
  }
}
