import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../scripts/lib/chromium.mjs';
import { openPanel } from './support/browser.js';
import { sizedView } from './support/samples.js';

/** Machines that run tests are slower than desks, and shared. */
const SLACK = 2;

interface Timed {
  median: number;
  /** 95 of 100 are faster. What is slower still is mostly another process's doing. */
  slow: number;
}

describe('a 512 × 512 matrix', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('is drawn within 200 ms of its message and follows the pointer within a frame', async () => {
    const panel = await openPanel(browser, { width: 900, height: 1000 });
    const { page } = panel;
    await panel.send({ kind: 'level', level: 'token' });
    // Warm: fonts are loaded and code is compiled.
    await panel.show(sizedView(60, 60));
    await page.evaluate(() => {
      const took: number[] = [];
      Object.assign(window, { took });
      // From the first handler of the message to the task after the next frame.
      window.addEventListener('message', () => took.push(-performance.now()), { capture: true });
      const channel = new MessageChannel();
      window.addEventListener('message', () => {
        channel.port1.onmessage = () => took.push(performance.now());
        // After the frame's layout and paint.
        requestAnimationFrame(() => {
          channel.port2.postMessage(0);
        });
      });
    });
    await panel.show(sizedView(512, 512));
    expect(await page.locator('.text-b .token').count()).toBe(512);
    const [start = 0, end = 0] = await page.evaluate<number[]>('took');
    const opened = end + start;

    const moves = await page.evaluate(async (): Promise<Timed> => {
      const grid = document.querySelector('.matrix-grid');
      grid?.scrollIntoView();
      const box = grid?.getBoundingClientRect();
      if (!grid || !box) throw new Error('no grid');
      const times: number[] = [];
      for (let i = 0; i < 120; i++) {
        // One move a frame, as a browser delivers them.
        await new Promise(requestAnimationFrame);
        const at = {
          clientX: box.left + 120 + ((i * 37) % (box.width - 140)),
          clientY: box.top + 120 + ((i * 53) % (box.height - 140)),
        };
        const before = performance.now();
        grid.dispatchEvent(new PointerEvent('pointermove', { ...at, bubbles: true }));
        // Reading a size makes the browser lay out what the move has changed.
        void document.body.offsetHeight;
        times.push(performance.now() - before);
      }
      times.sort((x, y) => x - y);
      return { median: times[60] ?? 0, slow: times[114] ?? 0 };
    });
    console.log(
      `512 × 512: opened in ${opened.toFixed(0)} ms; pointer move ${moves.median.toFixed(1)} ms (median), ${moves.slow.toFixed(1)} ms (95th percentile)`,
    );
    expect(opened).toBeLessThan(200 * SLACK);
    expect(moves.slow).toBeLessThan(16);
    expect(panel.problems).toEqual([]);
    await panel.close();
  });
});
