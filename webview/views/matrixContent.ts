import type { Side } from '../../src/protocol.js';
import type { MatrixContent } from '../matrix/MatrixDrawing.js';
import { hasLongNames, isHosts, isSameWord, type ShownView } from '../model/shownView.js';
import { tokenNames } from '../model/tokenNames.js';
import type { Panel } from '../panelContext.js';

/** What the matrix shows of the state; null where it has no row or no column. */
export function matrixContent({
  store,
  arrangement,
  format,
}: Panel): Omit<MatrixContent, 'theme'> | null {
  const { view } = store.state;
  const shown = arrangement();
  if (!view || !shown || shown.rows.length * shown.columns.length === 0) return null;
  return {
    explanation: view.explanation,
    names: tokenNames(view),
    arrangement: shown,
    groupOf: { a: groupOf(view, 'a'), b: groupOf(view, 'b') },
    longNames: hasLongNames(view),
    isSame: (a, b) => isSameWord(view, a, b),
    format: (value) => format.short(value),
  };
}

/** Special tokens stand apart, and the two texts that are compared. */
function groupOf(view: ShownView, side: Side): (unit: number) => string {
  const tokens = side === 'a' ? view.explanation.tokensA : view.explanation.tokensB;
  return (unit) => {
    const first = view.units[side][unit]?.members[0] ?? 0;
    return `${String(tokens[unit]?.special)} ${String(isHosts(view, side, first))}`;
  };
}
