import type { FrameLocator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openForTests } from './support/openForTests.js';
import { answerQuickPick, runCommand } from './support/quickInput.js';
import { screenshot } from './support/window.js';

/** The webview that holds an element; there may be several. */
async function webviewWith(page: Page, selector: string): Promise<FrameLocator> {
  const frames = page.locator('iframe.webview.ready');
  const inside = (k: number) => frames.nth(k).contentFrame().frameLocator('iframe#active-frame');
  let found = -1;
  await expect
    .poll(
      async () => {
        for (let k = 0; k < (await frames.count()); k++) {
          if ((await inside(k).locator(selector).count()) > 0) found = k;
        }
        return found;
      },
      { timeout: 50_000 },
    )
    .toBeGreaterThanOrEqual(0);
  return inside(found);
}

describe('a study', () => {
  const workbench = openForTests();

  it('is chosen, measured, read, and leads to an explanation', async () => {
    const { page } = workbench();
    await runCommand(page, 'Hitlight: Study the Model…');
    await answerQuickPick(page, 'reference-terms');
    await answerQuickPick(page, 'Bundled sample');
    const report = await webviewWith(page, 'svg.plot');
    await report.getByRole('heading', { name: 'Size of the reference terms' }).waitFor();
    expect(await report.locator('.findings li').count()).toBeGreaterThan(0);
    await page.locator('.tab', { hasText: 'Size of the reference terms' }).waitFor();
    await screenshot(page, 'study');
    // Plots keep their colours: nothing was refused by the page's content security policy.
    const bar = report.locator('svg.plot [data-mark="bar"] rect').first();
    const fill = await bar.evaluate((element) => getComputedStyle(element).fill);
    expect(fill).not.toBe('rgb(0, 0, 0)');
    await bar.click();
    await report.locator('.picked').getByRole('button', { name: 'Explain' }).first().click();
    const panel = await webviewWith(page, '.score-value');
    await panel.locator('.score-value').waitFor();
    await screenshot(page, 'study-explained');
  });
});
