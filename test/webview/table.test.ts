import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/browser.js';
import { goldenView, hostile, sizedView, syntheticView } from './support/samples.js';
import { themes } from './support/themes.js';
import { usePanel } from './support/usePanel.js';

const panel = usePanel();
const { open } = panel;

const table = () => panel.page.locator('.matrix-table');

describe('the matrix as a table', () => {
  it('has a heading for every token and the value of every pair', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    await page.getByLabel('Table', { exact: true }).check();
    expect(await page.getByRole('grid').isVisible()).toBe(false);
    expect(await table().locator('thead th').count()).toBe(11);
    const row = table().locator('tbody tr').nth(4);
    expect(await row.locator('th').innerText()).toBe('eating');
    expect(await row.locator('td').nth(4).innerText()).toBe('+0.261 =');
    await page.getByRole('combobox', { name: 'Show', exact: true }).selectOption('10');
    const filled = await table().locator('tbody td').allInnerTexts();
    expect(filled.filter((text) => text !== '')).toHaveLength(10);
    await page.getByLabel('Table', { exact: true }).uncheck();
    expect(await page.getByRole('grid').isVisible()).toBe(true);
  });

  it('says what to do where it would be too long', async () => {
    const page = await open();
    await panel.send({ kind: 'level', level: 'token' });
    await panel.show(sizedView(100, 100));
    await page.getByLabel('Table', { exact: true }).check();
    expect(await page.locator('.matrix').innerText()).toContain('filter the pairs');
  });

  it('shows hostile text as text', async () => {
    const page = await open();
    await panel.show(syntheticView(...hostile));
    await page.getByLabel('Table', { exact: true }).check();
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await table().locator('img, script').count()).toBe(0);
  });

  it.each(themes)('has nothing that axe finds serious in %s', async (theme) => {
    const page = await open({ theme });
    await panel.show(goldenView(0));
    await page.getByLabel('Table', { exact: true }).check();
    expect(await seriousFindings(page)).toEqual([]);
  });
});

describe('the picture', () => {
  it('is a PNG of all of the matrix, whatever is in view', async () => {
    const page = await open({ width: 500, height: 400 });
    await panel.show(goldenView(0));
    await panel.clearSent();
    await panel.send({ kind: 'draw', id: 7 });
    const size = await page.waitForFunction(() => {
      const { sent } = (
        window as unknown as { fake: { sent: { kind: string; png?: Uint8Array }[] } }
      ).fake;
      const { png } = sent.find(({ kind }) => kind === 'picture') ?? {};
      if (!png) return null;
      const view = new DataView(png.buffer, png.byteOffset);
      // The PNG's header has its width and height.
      return [view.getUint32(0), view.getUint32(16), view.getUint32(20), png.length];
    });
    const [signature = 0, width = 0, height = 0, length = 0] = (await size.jsonValue()) ?? [];
    expect(signature).toBe(0x89504e47);
    expect(width).toBeGreaterThan(1200);
    expect(height).toBeGreaterThan(500);
    expect(length).toBeGreaterThan(5000);
  });

  it('is none where there is nothing to draw', async () => {
    await open();
    await panel.send({ kind: 'draw', id: 3 });
    await expect.poll(() => panel.sent()).toContainEqual({ kind: 'picture', id: 3, png: null });
  });
});
