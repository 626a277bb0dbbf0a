import type { Emphasis } from '../../src/protocol.js';
import type { Panel } from '../panelContext.js';

/** Goes to tokens in their editors. */
export function reveal({ host }: Pick<Panel, 'host'>, { a, b }: Emphasis): void {
  if (a !== null) host.send({ kind: 'reveal', side: 'a', token: a });
  if (b !== null) host.send({ kind: 'reveal', side: 'b', token: b });
}
