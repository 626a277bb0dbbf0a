import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/browser.js';
import { code, goldenView } from './support/samples.js';
import {
  bothLongView,
  longText,
  scoringView,
  windowedView,
  windowsOf,
} from './support/windowSamples.js';
import { usePanel } from './support/usePanel.js';

const panel = usePanel();
const { open } = panel;

const list = (side: 'a' | 'b') =>
  panel.page.getByRole('region', { name: `Windows of text ${side.toUpperCase()}` });
const rows = () => list('b').locator('tbody tr');
const column = (index: number) =>
  rows()
    .locator(`td:nth-child(${String(index)})`)
    .allInnerTexts();

const windows = windowsOf(longText);
const ranked = windows
  .map((window, i) => ({ ...window, number: i + 1 }))
  .sort((x, y) => y.score - x.score);

describe('windows of a long text', () => {
  it('are listed best first, with score and ledger', async () => {
    await open();
    await panel.show(windowedView());
    expect(await list('a').isHidden()).toBe(true);
    expect(await column(1)).toEqual(ranked.slice(0, 6).map(({ number }) => String(number)));
    expect(await column(2)).toEqual(ranked.slice(0, 6).map(({ score }) => score.toFixed(3)));
    expect(await column(5)).toEqual(
      ranked.slice(0, 6).map(({ ledger }) => `+${ledger.pairs.toFixed(3)}`),
    );
    expect(await list('b').innerText()).toContain(`${String(windows.length)} windows`);
    const current = list('b').locator('[aria-current=true]');
    expect(await current.count()).toBe(1);
    expect(await current.locator('td').first().innerText()).toBe(String(ranked[0]?.number));
  });

  it('are not there where texts are read whole', async () => {
    await open();
    await panel.show(windowedView());
    await panel.show(goldenView(0));
    expect(await list('b').isHidden()).toBe(true);
  });

  it('are explained when chosen', async () => {
    const page = await open();
    await panel.show(windowedView());
    await panel.clearSent();
    await rows().nth(2).getByRole('button').click();
    const index = (ranked[2]?.number ?? 0) - 1;
    expect(await panel.sent()).toContainEqual({ kind: 'window', side: 'b', window: index });
    await panel.show(windowedView(index));
    const current = list('b').locator('[aria-current=true] td');
    expect(await current.first().innerText()).toBe(String(index + 1));
    // The list has stayed, and with it the focus.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-window'))).toBe(
      String(index),
    );
  });

  it('show more on demand, and the one explained wherever it ranks', async () => {
    await open();
    const last = ranked.at(-1)?.number ?? 0;
    await panel.show(windowedView(last - 1));
    expect(await rows().count()).toBe(7);
    expect((await column(1)).at(-1)).toBe(String(last));
    await list('b').getByRole('button', { name: 'Show more' }).click();
    expect(await rows().count()).toBe(windows.length);
    expect(await list('b').getByRole('button', { name: 'Show more' }).isHidden()).toBe(true);
  });

  it('cut the text strip to the window, with a little around it', async () => {
    const page = await open();
    await panel.show(windowedView());
    await panel.send({ kind: 'level', level: 'token' });
    const strip = page.locator('.text-b .strip-text');
    const text = await strip.innerText();
    expect(text).toContain('export async function fetchWithRetry');
    expect(text).toMatch(/^[\d,]+ more characters … /);
    expect(text).toMatch(/… and [\d,]+ more characters$/);
    expect(text.length).toBeLessThan(2000);
    const [start, end] = [ranked[0]?.start ?? 0, ranked[0]?.end ?? 0];
    const covered = await page.locator('.text-b .strip .token').allInnerTexts();
    for (const token of covered) expect(longText.slice(start, end)).toContain(token.trim());
    expect(await page.locator('.text-b .badge.window').innerText()).toBe(
      `window ${String(ranked[0]?.number)} of ${String(windows.length)}`,
    );
    expect(code).toContain('fetchWithRetry');
  });

  it('come while they are scored', async () => {
    const page = await open();
    await panel.show(scoringView(3));
    expect(await rows().count()).toBe(3);
    expect(await page.locator('.text-b').innerText()).not.toContain('0 tokens');
    expect(await page.locator('.score-value').innerText()).toBe(
      Math.max(...windows.slice(0, 3).map(({ score }) => score)).toFixed(3),
    );
    await panel.show(scoringView(5));
    expect(await rows().count()).toBe(5);
    await panel.show(windowedView());
    expect(await rows().count()).toBe(6);
    expect(await page.locator('.text-b .token').count()).toBeGreaterThan(10);
  });

  it('of two long texts have a list each', async () => {
    await open();
    await panel.show(bothLongView());
    expect(await list('a').locator('tbody tr').count()).toBeGreaterThan(1);
    expect(await rows().count()).toBe(6);
    await panel.clearSent();
    await list('a').locator('tbody tr').nth(1).getByRole('button').click();
    expect((await panel.sent())[0]).toMatchObject({ kind: 'window', side: 'a' });
  });

  it.each(['light', 'hcDark'] as const)('are accessible in %s', async (theme) => {
    const page = await open({ theme });
    await panel.show(bothLongView());
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('keep a narrow panel from scrolling sideways', async () => {
    const page = await open({ width: 360 });
    await panel.show(windowedView());
    const [scroll, client] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    expect(scroll).toBe(client);
  });
});
