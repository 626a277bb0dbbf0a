import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchChromium } from '../../../scripts/lib/chromium.mjs';
import { openPanel, type PanelOptions, type TestPanel } from './browser.js';

/** The panel that the running test has opened, and what tests do with it. */
export interface PanelUnderTest extends Omit<TestPanel, 'close'> {
  /** Opens it, and closes one opened before; the test fails if the page had problems. */
  open: (options?: PanelOptions) => Promise<Page>;
  /** A token in one of the text strips. */
  tokenOf: (side: 'a' | 'b', index: number) => Locator;
  /** Waits until the panel has sent whatever one animation frame holds back. */
  nextFrame: () => Promise<void>;
}

/** One browser for all tests of a file, one panel a test. Call it at the top of the file. */
export function usePanel(): PanelUnderTest {
  let browser: Browser;
  let opened: TestPanel | undefined;
  const current = (): TestPanel => {
    if (!opened) throw new Error('panel: not opened by this test');
    return opened;
  };
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  const close = async () => {
    const panel = opened;
    opened = undefined;
    await panel?.close();
    expect(panel?.problems ?? []).toEqual([]);
  };
  afterEach(close);
  return {
    get page() {
      return current().page;
    },
    get problems() {
      return current().problems;
    },
    async open(options = {}) {
      await close();
      opened = await openPanel(browser, options);
      return opened.page;
    },
    send: (message) => current().send(message),
    sendRaw: (message) => current().sendRaw(message),
    show: (view) => current().show(view),
    sent: () => current().sent(),
    clearSent: () => current().clearSent(),
    saved: () => current().saved(),
    tokenOf: (side, index) =>
      current().page.locator(`.text-${side} [data-token="${String(index)}"]`),
    nextFrame: () =>
      current().page.evaluate<undefined>(
        'new Promise((done) => requestAnimationFrame(() => setTimeout(done)))',
      ),
  };
}
