import type { Side } from '../../protocol.js';
import { scrollToTokens } from '../revealToken.js';
import type { Services } from '../services.js';
import { chosenWindow } from '../windows.js';

/**
 * Explains another window of a long text, and scrolls to it where an editor shows the text. The texts
 * are those on screen, edited since or not: a window is a stretch of what was read.
 */
export async function explainWindow(
  { current, explainer, shown }: Services,
  side: unknown,
  window: unknown,
): Promise<void> {
  const pair = current.value;
  if (pair === null || !isSide(side) || typeof window !== 'number') return;
  if (await explainer.explain(pair.a, pair.b, chosenWindow(side, window))) {
    scrollToTokens(shown, side);
  }
}

const isSide = (value: unknown): value is Side => value === 'a' || value === 'b';
