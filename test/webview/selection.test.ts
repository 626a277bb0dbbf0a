import { describe, expect, it } from 'vitest';
import { goldenView, sizedView } from './support/samples.js';
import { listenToSpeech } from './support/speech.js';
import { usePanel } from './support/usePanel.js';

const panel = usePanel();
const { open, tokenOf } = panel;

const line = () => panel.page.locator('.selection-line');
const pairRows = () => panel.page.locator('.pairs tbody tr');
const choose = (name: string, value: string) =>
  panel.page.getByRole('combobox', { name, exact: true }).selectOption(value);

/** Where the cell of two tokens is in the window, from the grid's own layout. */
async function cellCentre(row: number, column: number) {
  await panel.page.locator('.matrix').scrollIntoViewIfNeeded();
  const box = await panel.page.locator('.matrix-grid').boundingBox();
  if (!box) throw new Error('no grid');
  // Looked for from the pointer's side: the tip names the cell.
  const names = async () => (await panel.page.locator('.tip').innerText()).replace(/\s+/g, ' ');
  const { tokensA, tokensB } = goldenView(0).explanation;
  const wanted = `${tokensA[row]?.text ?? ''} ↔ ${tokensB[column]?.text ?? ''} `.toLowerCase();
  for (let y = box.height - 8; y > 60; y -= 14) {
    for (let x = box.width - 12; x > 60; x -= 20) {
      await panel.page.mouse.move(box.x + x, box.y + y);
      if ((await names()).toLowerCase().startsWith(wanted)) return { x: box.x + x, y: box.y + y };
    }
  }
  throw new Error(`no cell ${wanted}`);
}

describe('a selected row', () => {
  it('is what both texts and the list then show, until it is cleared', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    await page.getByRole('grid').focus();
    const say = await listenToSpeech(page);
    await page.keyboard.press('Shift+Space');
    expect(await line().innerText()).toMatch(/^Selected: 1 × 11, together \+0\.\d+, \d+% of all/);
    await expect.poll(async () => (await say()).at(-1)).toContain('Selected: 1 × 11');
    expect(await tokenOf('a', 4).getAttribute('class')).toContain('selected');
    expect(await tokenOf('a', 2).getAttribute('class')).toContain('left-out');
    // “eating” with “eating” is the largest of its row, “man” with anything is not in it.
    expect(await tokenOf('b', 4).getAttribute('class')).toContain('p5');
    expect(await tokenOf('b', 2).getAttribute('class')).not.toMatch(/p[3-5]/);
    const first = await pairRows().locator('td:first-child').allInnerTexts();
    expect(new Set(first.map((text) => text.trim()))).toEqual(new Set(['eating']));
    await page.keyboard.press('Escape');
    expect(await line().isHidden()).toBe(true);
    expect(await tokenOf('b', 2).getAttribute('class')).toMatch(/p[1-5]/);
    expect(await page.locator('.left-out').count()).toBe(0);
  });

  it('is chosen by its label, and given up by the same', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    await panel.clearSent();
    const cell = await cellCentre(4, 4);
    const box = await page.locator('.matrix-grid').boundingBox();
    await page.mouse.click((box?.x ?? 0) + 20, cell.y);
    expect(await line().innerText()).toContain('1 × 11');
    expect(await panel.sent()).toContainEqual({ kind: 'reveal', side: 'a', token: 4 });
    await page.mouse.click((box?.x ?? 0) + 20, cell.y);
    expect(await line().isHidden()).toBe(true);
  });
});

describe('a selected block', () => {
  it('is dragged with the pointer, which goes nowhere in the editors', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    const [from, to] = [await cellCentre(2, 2), await cellCentre(5, 4)];
    await panel.clearSent();
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await page.mouse.up();
    expect(await line().innerText()).toContain('4 × 3');
    expect((await panel.sent()).filter(({ kind }) => kind === 'reveal')).toEqual([]);
    await page.mouse.click(to.x, to.y);
    expect((await panel.sent()).filter(({ kind }) => kind === 'reveal')).toHaveLength(2);
  });

  it('grows by Shift and the arrow keys', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    await page.getByRole('grid').focus();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    expect(await line().innerText()).toContain('2 × 3');
    await page.keyboard.press('Shift+ArrowUp');
    expect(await line().innerText()).toContain('1 × 3');
    await page.getByRole('button', { name: 'Clear selection' }).click();
    expect(await line().isHidden()).toBe(true);
  });

  it('does not outlive its explanation', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    await page.getByRole('grid').focus();
    await page.keyboard.press('Space');
    expect(await line().innerText()).toContain('1 × 1');
    await panel.show(goldenView(1));
    expect(await line().isHidden()).toBe(true);
  });
});

describe('filters', () => {
  it('leave the strongest pairs, and say what they make', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    await choose('Show', '10');
    const state = page.locator('.filter-state');
    expect(await state.innerText()).toMatch(/^10 of 88 pairs: \+0\.\d+, \d+% of all Show all$/);
    expect(await pairRows().count()).toBe(10);
    await choose('Sign', 'against');
    for (const value of await pairRows().locator('td.value').allInnerTexts()) {
      expect(value).toMatch(/^−/);
    }
    await page.getByRole('slider', { name: 'At least' }).fill('1');
    // The largest of all is for the score.
    expect(await state.innerText()).toContain('0 of 88 pairs: 0, 0% of all');
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await state.isHidden()).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT');
  });

  it('say so where nothing is left', async () => {
    const page = await open();
    const view = goldenView(0);
    const matrix = view.explanation.matrix.map(Math.abs);
    await panel.show({ ...view, explanation: { ...view.explanation, matrix } });
    await choose('Sign', 'against');
    expect(await page.locator('.matrix').innerText()).toContain('No pair passes the filter.');
    expect(await page.getByRole('grid').isVisible()).toBe(false);
  });

  it('keep to the order that is chosen', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    await choose('Order', 'strength');
    await page.getByRole('grid').focus();
    await page.keyboard.press('Control+Home');
    const id = await page.getByRole('grid').getAttribute('aria-activedescendant');
    expect(await page.locator(`#${id ?? ''}`).textContent()).toContain('eating with eating');
  });
});

describe('zooming with the wheel', () => {
  it('needs Ctrl, and keeps what is under the pointer there', async () => {
    const page = await open({ width: 700, height: 700 });
    await panel.show(sizedView(120, 120));
    await page.locator('.matrix').scrollIntoViewIfNeeded();
    const box = await page.locator('.matrix-grid').boundingBox();
    if (!box) throw new Error('no grid');
    const at = { x: box.x + box.width * 0.7, y: box.y + box.height * 0.6 };
    const tip = async () => (await page.locator('.tip').textContent())?.replace(/\s/g, '');
    await page.mouse.move(at.x, at.y);
    const before = await tip();
    await page.keyboard.down('Control');
    for (let i = 0; i < 4; i++) await page.mouse.wheel(0, -120);
    await page.keyboard.up('Control');
    await page.mouse.move(at.x + 1, at.y);
    await page.mouse.move(at.x, at.y);
    expect(await tip()).toBe(before);
    const width = await page.locator('.matrix-space').evaluate((x) => x.clientWidth);
    expect(width).toBeGreaterThan(box.width * 2);
    // Dragging with the middle button moves it.
    const left = () => page.locator('.matrix-scroller').evaluate((x) => x.scrollLeft);
    const from = await left();
    await page.mouse.down({ button: 'middle' });
    await page.mouse.move(at.x + 40, at.y + 10);
    await page.mouse.up({ button: 'middle' });
    expect(await left()).toBe(from - 40);
  });
});
