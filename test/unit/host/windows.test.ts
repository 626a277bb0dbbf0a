import { describe, expect, it } from 'vitest';
import { chosenWindow, shownWindows } from '../../../src/host/windows.js';
import type { TextWindow } from '../../../src/protocol.js';
import { bothLongView, scoringView, windowedView } from '../../webview/support/windowSamples.js';
import { goldenView } from '../../webview/support/samples.js';

describe('windows that a request names', () => {
  it('are one of the text that was chosen from; its best partner goes with it', () => {
    expect(chosenWindow('a', 3)).toEqual({ windowA: 3 });
    expect(chosenWindow('b', 0)).toEqual({ windowB: 0 });
  });

  it('are those on screen when an explanation goes on', () => {
    expect(shownWindows(windowedView(5).explanation)).toEqual({ windowB: 5 });
    const { explanation } = bothLongView();
    const windows: readonly TextWindow[] = explanation.windows?.b ?? [];
    expect(shownWindows(explanation)).toEqual({
      windowA: 0,
      windowB: windows.findIndex(({ score }) => score === explanation.score),
    });
  });

  it('are none where texts are read whole, or the best one is not known yet', () => {
    expect(shownWindows(goldenView(0).explanation)).toEqual({});
    const { explanation } = scoringView(3);
    expect(shownWindows(explanation)).toEqual({});
    expect(shownWindows({ ...explanation, stage: 'stopped' })).toEqual({});
  });
});
