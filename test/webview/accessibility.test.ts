import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../scripts/lib/chromium.mjs';
import { openPanel, seriousFindings, type TestPanel } from './support/browser.js';
import {
  code,
  goldenView,
  marginalsOf,
  refiningOf,
  stoppedOf,
  syntheticView,
} from './support/samples.js';
import { themes } from './support/themes.js';

const states: Record<string, (panel: TestPanel) => Promise<void>> = {
  empty: () => Promise.resolve(),
  short: (panel) => panel.show(goldenView(0)),
  'bad reference': (panel) => panel.show(goldenView(0, '[PAD]')),
  'long, truncated, edited': async (panel) => {
    const view = syntheticView('retry a failed request with backoff', code);
    view.explanation.unreadB = { from: code.length - 30, tokens: 9 };
    await panel.show({ ...view, staleB: true });
  },
  busy: async (panel) => {
    await panel.show(goldenView(0));
    await panel.send({ kind: 'busy', message: 'Loading the model…', fraction: null });
  },
  failed: async (panel) => {
    await panel.show(goldenView(0));
    await panel.send({ kind: 'failed', message: 'The text is empty.', advice: 'Select more.' });
  },
  'totals first': async (panel) => {
    await panel.show(marginalsOf(goldenView(0)));
    await panel.send({ kind: 'busy', message: 'Attributing…', fraction: 0.4 });
  },
  refining: (panel) => panel.show(refiningOf(goldenView(0))),
  stopped: (panel) => panel.show(stoppedOf(marginalsOf(goldenView(0)))),
  'emphasised cell': async (panel) => {
    await panel.show(goldenView(0));
    await panel.page.getByRole('grid').focus();
  },
};

describe.each(themes)('axe finds nothing serious in theme %s', (theme) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it.each(Object.keys(states))('%s', async (name) => {
    const panel = await openPanel(browser, { theme });
    await states[name]?.(panel);
    expect(await seriousFindings(panel.page)).toEqual([]);
    await panel.close();
  });
});

describe('motion', () => {
  it('stops when the system asks for less of it', async () => {
    const browser = await launchChromium();
    const panel = await openPanel(browser, { reducedMotion: 'reduce' });
    await panel.send({ kind: 'busy', message: 'Loading…', fraction: null });
    const animation = await panel.page
      .locator('.progress-bar')
      .evaluate((bar) => getComputedStyle(bar).animationName);
    expect(animation).toBe('none');
    await browser.close();
  });
});
