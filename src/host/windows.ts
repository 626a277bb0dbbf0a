import type { ExplainOptions, Explanation, Side } from '../protocol.js';

/** Windows of long texts to explain, by their index in the text. */
export type ChosenWindows = Pick<ExplainOptions, 'windowA' | 'windowB'>;

/** One window of one text; the other text's best partner goes with it. */
export function chosenWindow(side: Side, index: number): ChosenWindows {
  return side === 'a' ? { windowA: index } : { windowB: index };
}

/** The windows that an explanation is about; none where texts are read whole, or nothing is explained yet. */
export function shownWindows({ windows, stage, tokensA, tokensB }: Explanation): ChosenWindows {
  const unknown = stage === 'windows' || tokensA.length + tokensB.length === 0;
  if (windows === undefined || unknown) return {};
  return {
    ...(windows.a ? { windowA: windows.shown.a } : {}),
    ...(windows.b ? { windowB: windows.shown.b } : {}),
  };
}
