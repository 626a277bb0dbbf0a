import { cpus, loadavg } from 'node:os';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { launchChromium } from '../../scripts/lib/chromium.mjs';
import { openPanel, type TestPanel } from './support/browser.js';
import { sizedView } from './support/samples.js';

const SIZES = [
  [5, 5],
  [10, 250],
  [60, 60],
  [250, 250],
  [512, 512],
] as const;
const OPENINGS = 5;
const MOVES = 240;

const sorted = (values: readonly number[]) => values.toSorted((x, y) => x - y);
const rank = (values: readonly number[], share: number) =>
  sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
const ms = (value: number) => value.toFixed(1).padStart(7);

/** From the message's first handler to the task after the frame that shows it. */
async function opening(panel: TestPanel, rows: number, columns: number): Promise<number> {
  const { page } = panel;
  await page.evaluate(() => {
    const took: number[] = [];
    Object.assign(window, { took });
    const channel = new MessageChannel();
    window.addEventListener('message', () => took.push(-performance.now()), {
      capture: true,
      once: true,
    });
    window.addEventListener(
      'message',
      () => {
        channel.port1.onmessage = () => took.push(performance.now());
        requestAnimationFrame(() => {
          channel.port2.postMessage(0);
        });
      },
      { once: true },
    );
  });
  await panel.show(sizedView(rows, columns));
  const [start = 0, end = 0] = await page.evaluate<number[]>('took');
  return end + start;
}

/** The main thread's work for each move of a real pointer over the matrix, layout and paint included. */
async function hovering(page: Page): Promise<number[]> {
  await page.locator('.matrix-grid').scrollIntoViewIfNeeded();
  const box = await page.locator('.matrix-grid').boundingBox();
  if (!box) throw new Error('no grid');
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
  const times: number[] = [];
  let before = await busy();
  for (let i = 0; i < MOVES; i++) {
    const x = box.x + 130 + ((i * 37) % Math.max(1, box.width - 140));
    const y = box.y + 100 + ((i * 53) % Math.max(1, Math.min(box.height, 600) - 110));
    await page.mouse.move(x, y);
    await page.evaluate(() => new Promise(requestAnimationFrame));
    const after = await busy();
    times.push(after - before);
    before = after;
  }
  return times;
}

describe('the panel', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('is timed', async () => {
    const panel = await openPanel(browser, { width: 900, height: 1000 });
    await panel.send({ kind: 'level', level: 'token' });
    const lines: string[] = [];
    for (const [rows, columns] of SIZES) {
      const openings: number[] = [];
      for (let i = 0; i < OPENINGS; i++) {
        // Another explanation between, or nothing would have changed.
        await panel.show(sizedView(3, 3));
        openings.push(await opening(panel, rows, columns));
      }
      const moves = await hovering(panel.page);
      lines.push(
        `${`${String(rows)} × ${String(columns)}`.padEnd(11)} opened ${ms(rank(openings, 0))} ms (least of ${String(OPENINGS)}), ` +
          `${ms(rank(openings, 0.5))} ms (median); a move ${ms(rank(moves, 0.5))} ms (median), ` +
          `${ms(rank(moves, 0.95))} ms (95th percentile)`,
      );
    }
    const machine = `${String(cpus().length)} × ${cpus()[0]?.model.trim() ?? 'processor'}`;
    const load = loadavg().map((value) => value.toFixed(1));
    console.log([`${machine}, load ${load.join(' ')}`, ...lines].join('\n'));
    await panel.close();
  });
});
