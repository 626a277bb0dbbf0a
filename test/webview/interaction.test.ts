import { describe, expect, it } from 'vitest';
import { goldenView, sizedView } from './support/samples.js';
import { usePanel } from './support/usePanel.js';

const panel = usePanel();
const { open, tokenOf, nextFrame } = panel;

describe('linked highlighting', () => {
  it('sends the token under the pointer once, and nothing when it leaves', async () => {
    await open();
    await panel.show(goldenView(0));
    await panel.clearSent();
    await tokenOf('a', 4).hover();
    await tokenOf('a', 4).hover({ position: { x: 5, y: 5 } });
    await nextFrame();
    expect(await panel.sent()).toEqual([{ kind: 'emphasise', emphasis: { a: 4, b: null } }]);
    await panel.page.mouse.move(2, 900);
    await nextFrame();
    expect((await panel.sent()).slice(1)).toEqual([
      { kind: 'emphasise', emphasis: { a: null, b: null } },
    ]);
  });

  it('underlines the strongest partners in the other text, signed', async () => {
    await open();
    await panel.show(goldenView(0));
    await tokenOf('a', 2).hover();
    expect(await tokenOf('b', 2).getAttribute('class')).toContain(
      'partner for same-word strength-3',
    );
    const against = await tokenOf('b', 8).getAttribute('class');
    expect(against).toContain('partner against strength-1');
    await panel.page.mouse.move(2, 900);
    expect(await panel.page.locator('.partner').count()).toBe(0);
  });

  it('follows the host without answering', async () => {
    await open();
    await panel.show(goldenView(0));
    await panel.clearSent();
    await panel.send({ kind: 'emphasise', emphasis: { a: 4, b: null } });
    expect(await tokenOf('a', 4).getAttribute('class')).toContain('emphasised');
    expect(await tokenOf('b', 4).getAttribute('class')).toContain('partner for');
    await nextFrame();
    expect(await panel.sent()).toEqual([]);
  });

  it('ignores tokens that do not exist', async () => {
    await open();
    await panel.show(goldenView(0));
    await panel.send({ kind: 'emphasise', emphasis: { a: 4000, b: 7 } });
    expect(await tokenOf('b', 7).getAttribute('class')).toContain('emphasised');
    expect(await panel.page.locator('.text-a .emphasised').count()).toBe(0);
  });

  it('reveals a clicked token in its editor', async () => {
    await open();
    await panel.show(goldenView(0));
    await tokenOf('b', 9).click();
    expect(await panel.sent()).toContainEqual({ kind: 'reveal', side: 'b', token: 9 });
  });

  it('goes from token to token by arrow keys, with one stop for the Tab key', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    await tokenOf('a', 1).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await nextFrame();
    const sent = await panel.sent();
    expect(sent).toContainEqual({ kind: 'emphasise', emphasis: { a: 2, b: null } });
    expect(sent).toContainEqual({ kind: 'reveal', side: 'a', token: 2 });
    expect(await page.locator('.text-a [tabindex="0"]').count()).toBe(1);
    await expect
      .poll(() => page.locator('[role=status]').innerText())
      .toContain('Strongest partners: man +0.168');
  });
});

describe('the matrix', () => {
  const cellText = async () => {
    const grid = panel.page.getByRole('grid');
    const id = await grid.getAttribute('aria-activedescendant');
    return panel.page.locator(`#${id ?? 'none'}`).textContent();
  };

  it('is a grid for the keyboard: starts at the strongest pair, moves, and reveals', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    await panel.clearSent();
    await page.getByRole('grid').focus();
    expect(await cellText()).toBe('eating with eating: +0.261, 25% of all pairs, same word');
    await page.keyboard.press('ArrowDown');
    expect(await cellText()).toContain('food with eating');
    await page.keyboard.press('Control+End');
    expect(await cellText()).toContain('[SEP] with [SEP]');
    await page.keyboard.press('Home');
    expect(await cellText()).toContain('[SEP] with [CLS]');
    await page.keyboard.press('Enter');
    await nextFrame();
    const sent = await panel.sent();
    expect(sent).toContainEqual({ kind: 'emphasise', emphasis: { a: 7, b: 0 } });
    expect(sent.filter(({ kind }) => kind === 'reveal')).toEqual([
      { kind: 'reveal', side: 'a', token: 7 },
      { kind: 'reveal', side: 'b', token: 0 },
    ]);
  });

  it('tells value and share of the cell under the pointer, and emphasises its tokens', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    const grid = await page.locator('.matrix-grid').boundingBox();
    if (!grid) throw new Error('no grid');
    await page.locator('.matrix-grid').scrollIntoViewIfNeeded();
    const seen = new Set<string>();
    for (let x = grid.width - 20; x > 80; x -= 20) {
      await page.locator('.matrix-grid').hover({ position: { x, y: grid.height / 2 } });
      if (await page.locator('.tip').isVisible()) seen.add(await page.locator('.tip').innerText());
    }
    const tips = [...seen].map((tip) => tip.replaceAll(/\s+/g, ' '));
    expect(tips.length).toBeGreaterThan(8);
    for (const tip of tips) expect(tip).toMatch(/↔ .+[+−].+ of all pairs( same word)?$|^0$/);
    await nextFrame();
    expect((await panel.sent()).some((m) => m.kind === 'emphasise' && m.emphasis.b !== null)).toBe(
      true,
    );
  });

  it('tells of the pair that was gone to, wherever focus was, and of none without focus', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    const tip = page.locator('.tip');
    await page.locator('.matrix-grid').focus();
    await page.keyboard.press('Control+Home');
    const before = await tip.innerText();
    await panel.send({ kind: 'visit', emphasis: { a: 2, b: 2 } });
    const after = await tip.innerText();
    expect(after).not.toBe(before);
    const [pair = '', value = ''] = after.split('\n');
    const cell = await cellText();
    expect(cell).toContain(value);
    for (const name of pair.split('↔')) expect(cell).toContain(name.trim());
    await page.locator('.matrix-grid').blur();
    await tokenOf('a', 4).hover();
    expect(await tip.isVisible()).toBe(true);
    await panel.send({ kind: 'visit', emphasis: { a: 2, b: 2 } });
    expect(await tip.isVisible()).toBe(false);
  });

  it('zooms in and out, and keeps what is selected in view', async () => {
    const page = await open({ width: 600, height: 500 });
    await panel.show(sizedView(60, 60));
    const width = () => page.locator('.matrix-space').evaluate((x) => x.clientWidth);
    const fit = await width();
    await page.getByRole('grid').focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('+');
    expect(await width()).toBeGreaterThan(fit * 2);
    await page.keyboard.press('Control+End');
    const scrolled = await page.locator('.matrix-scroller').evaluate((x) => x.scrollLeft);
    expect(scrolled).toBeGreaterThan(fit);
    await page.keyboard.press('0');
    expect(await width()).toBe(fit);
  });

  it('reads the corners of 512 × 512', async () => {
    const page = await open({ width: 900, height: 1000 });
    const view = sizedView(512, 512);
    await panel.send({ kind: 'level', level: 'token' });
    await panel.show(view);
    expect(await page.locator('.text-a .token').count()).toBe(512);
    expect(await page.locator('.text-b .token').count()).toBe(512);
    await page.getByRole('grid').focus();
    for (const [key, at] of [
      ['Control+Home', 0],
      ['Control+End', 512 * 512 - 1],
    ] as const) {
      await page.keyboard.press(key);
      const id = (await page.getByRole('grid').getAttribute('aria-activedescendant')) ?? '';
      const said = await page.locator(`[id="${id}"]`).innerText();
      const value = Number(/[+−]\d\.\d+/.exec(said)?.[0].replace('−', '-'));
      // As many decimals as are said.
      expect(value, said).toBeCloseTo(view.explanation.matrix?.[at] ?? NaN, 3);
    }
  });

  it.each([1, 1.25, 2])('is as sharp as the screen at %s pixels a point', async (ratio) => {
    const page = await open({ deviceScaleFactor: ratio });
    await panel.show(goldenView(0));
    const canvas = await page
      .locator('.matrix-grid canvas')
      .first()
      .evaluate((x: HTMLCanvasElement) => ({ pixels: x.width, points: x.clientWidth }));
    expect(canvas.pixels).toBe(Math.round(canvas.points * ratio));
  });
});
