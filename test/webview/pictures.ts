import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { ExplanationView } from '../../src/protocol.js';
import { launchChromium } from '../../scripts/lib/chromium.mjs';
import { openPanel, type PanelOptions, type TestPanel } from './support/browser.js';
import {
  code,
  goldenView,
  hostile,
  languages,
  marginalsOf,
  refiningOf,
  sizedView,
  stoppedOf,
  syntheticView,
} from './support/samples.js';
import { themes } from './support/themes.js';
import { bothLongView, scoringView, windowedView } from './support/windowSamples.js';

const folder = path.join(import.meta.dirname, '../../screenshots/panel');

/** `npm run screenshots:panel`, all or, with `-- -t NAME`, those whose names contain it. */
describe('pictures of the panel', () => {
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  const shot = (
    name: string,
    view: ExplanationView | null,
    options: PanelOptions = {},
    act?: (panel: TestPanel) => Promise<void>,
  ) =>
    it(name, async () => {
      const panel = await openPanel(browser, { deviceScaleFactor: 1.5, ...options });
      if (view) await panel.show(view);
      await act?.(panel);
      const fullPage = act === undefined;
      await panel.page.screenshot({ path: path.join(folder, `${name}.png`), fullPage });
      await panel.close();
    });

  for (const theme of themes) {
    shot(`short-${theme}`, goldenView(0), { theme });
    shot(`code-${theme}`, syntheticView('retry a failed request with backoff', code), { theme });
    shot(`hover-${theme}`, goldenView(0), { theme, height: 1300 }, async ({ page }) => {
      const box = await page.locator('.matrix-grid').boundingBox();
      if (box) await page.mouse.move(box.x + box.width * 0.55, box.y + box.height * 0.6);
    });
  }
  const busy = (fraction: number) => async (panel: TestPanel) => {
    const message = 'Explaining similarity: attributing the score to token pairs';
    await panel.send({ kind: 'busy', message, fraction });
    await panel.page.waitForTimeout(300);
  };
  for (const theme of themes) {
    const size = { theme, height: 1180 };
    shot(`stage-marginals-${theme}`, marginalsOf(goldenView(1)), size, busy(0.3));
    shot(`stage-refining-${theme}`, refiningOf(goldenView(1)), size, busy(0.7));
    shot(`stage-stopped-${theme}`, stoppedOf(marginalsOf(goldenView(1))), size);
    shot(`stage-failed-${theme}`, stoppedOf(refiningOf(goldenView(1))), size, async (panel) => {
      await panel.send({
        kind: 'failed',
        message: 'Engine: the process was ended by SIGKILL.',
        advice: 'Restart the engine and try again; shorter texts need less memory.',
        partial: true,
      });
    });
  }
  shot('stage-narrow', marginalsOf(goldenView(1)), { width: 520 }, busy(0.3));
  shot('stage-narrow-stopped', stoppedOf(marginalsOf(goldenView(0))), { width: 520 });
  shot('stage-hover', marginalsOf(goldenView(1)), { width: 700 }, async ({ page }) => {
    await page.locator('.text-a .token', { hasText: 'son' }).hover();
  });

  for (const theme of themes) shot(`windows-${theme}`, windowedView(), { theme });
  shot('windows-narrow', windowedView(), { width: 480 });
  shot('windows-both', bothLongView(), { width: 900 });
  shot('windows-scoring', scoringView(5), {}, busy(0.4));

  shot('badReference', goldenView(0, '[PAD]'));
  shot('badReference-hcLight', goldenView(0, '[PAD]'), { theme: 'hcLight', width: 600 });
  const unread = { from: 700, tokens: 41 };
  const long = syntheticView('retry a failed request with backoff', code.repeat(2), {
    unreadB: unread,
    tokensB: syntheticView('', code.repeat(2).slice(0, 700)).explanation.tokensB,
  });
  shot('narrow', goldenView(0), { width: 600 });
  shot('narrow-unread-stale', { ...long, staleB: true }, { width: 600, theme: 'light' });
  shot('wide', goldenView(1), { width: 1300 });
  shot('size-60x60', sizedView(60, 60));
  shot('size-10x250', sizedView(10, 250), { width: 700 });
  shot('size-512x512', sizedView(512, 512), { width: 700 });
  for (const [language, [a, b]] of Object.entries(languages)) {
    shot(`language-${language}`, syntheticView(a, b), { width: 700 });
  }
  shot('hostile', syntheticView(...hostile), { width: 700 });
  shot('token-hover', goldenView(1), { width: 700, theme: 'light' }, async ({ page }) => {
    await page.locator('.text-a .token', { hasText: 'son' }).hover();
  });
  shot('zoomed', sizedView(60, 60), { width: 700 }, async ({ page }) => {
    await page.getByRole('button', { name: 'Zoom in' }).click({ clickCount: 3 });
    await page.locator('.matrix').scrollIntoViewIfNeeded();
  });
  shot('empty', null, { width: 700, height: 600 });
  shot('empty-light', null, { width: 700, height: 600, theme: 'light' });
  shot('busy', goldenView(0), { width: 700, height: 500 }, async (panel) => {
    await panel.send({ kind: 'busy', message: 'Attributing tokens…', fraction: 0.4 });
    await panel.page.waitForTimeout(300);
  });
  shot('failed', goldenView(0), { width: 700, height: 500 }, async (panel) => {
    await panel.send({
      kind: 'failed',
      message: 'The second text is empty.',
      advice: 'Select some text and run the command again.',
    });
  });
});
