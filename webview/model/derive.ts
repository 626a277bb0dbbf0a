import type { ExplanationView, LevelChoice } from '../../src/protocol.js';
import { contrast, type Divider } from '../../src/reading/contrast.js';
import { foldPairs } from '../../src/reading/foldPairs.js';
import { showAt, type ShownContrast, type ShownView } from './shownView.js';

/** What of the state decides what is on screen. */
export interface Shown {
  /** As it came from the host. */
  current: ExplanationView | null;
  /** What `current` is compared with. */
  baseline: Baseline | null;
  comparing: boolean;
  folded: boolean;
  level: LevelChoice;
}

export interface Baseline {
  view: ExplanationView;
  /** pin: a person chose it. before: it was on screen before a control was changed. */
  why: 'pin' | 'before';
}

/** The view for a state; `before`: the one on screen, whose units are used again where they can be. */
export function derive(
  { current, baseline, comparing, folded, level }: Shown,
  divider: Divider,
  before: ShownView | null,
): ShownView | null {
  if (!current) return null;
  const own = folded ? fold(current) : current;
  const other = comparing && baseline ? (folded ? fold(baseline.view) : baseline.view) : null;
  const found = other && contrastOf(own, other, divider);
  return showAt(found?.view ?? own, level, before, found);
}

const folds = new WeakMap<ExplanationView, ExplanationView>();

function fold(view: ExplanationView): ExplanationView {
  let folded = folds.get(view);
  if (!folded) {
    folded = { ...view, explanation: foldPairs(view.explanation) };
    folds.set(view, folded);
  }
  return folded;
}

/** The last one: a level or a toggle asks for the same again. */
let last: { found: ShownContrast; divider: Divider } | null = null;

function contrastOf(
  one: ExplanationView,
  other: ExplanationView,
  divider: Divider,
): ShownContrast | null {
  if (last?.found.one === one && last.found.other === other && last.divider === divider) {
    return last.found;
  }
  const found = contrast(one, other, divider);
  if (!found) return null;
  last = { found: { ...found, one, other }, divider };
  return last.found;
}
