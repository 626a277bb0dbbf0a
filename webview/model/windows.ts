import type { Explanation, Side, TextWindow } from '../../src/protocol.js';

/** A window with its number in the text, from 1. */
export interface NumberedWindow extends TextWindow {
  number: number;
}

/** The window of a text that is explained; null where the text is read whole. */
export function shownWindow({ windows }: Explanation, side: Side): NumberedWindow | null {
  const index = windows?.shown[side] ?? 0;
  const window = windows?.[side]?.[index];
  return window ? { ...window, number: index + 1 } : null;
}

/** A text's windows, best first; empty where the text is read whole. */
export function bestWindows({ windows }: Explanation, side: Side): NumberedWindow[] {
  return (windows?.[side] ?? [])
    .map((window, i) => ({ ...window, number: i + 1 }))
    .sort((x, y) => y.score - x.score || x.number - y.number);
}
