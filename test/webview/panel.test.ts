import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launch, openPanel, type PanelOptions, type TestPanel } from './support/browser.js';
import { goldenView, hostile, languages, sizedView, syntheticView } from './support/samples.js';

let browser: Browser;
let panel: TestPanel;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
afterEach(async () => {
  expect(panel.problems).toEqual([]);
  await panel.close();
});

const open = async (options: PanelOptions = {}) => {
  panel = await openPanel(browser, options);
  return panel.page;
};

const tokenOf = (side: 'a' | 'b', index: number) =>
  panel.page.locator(`.text-${side} [data-token="${String(index)}"]`);

/** Waits until the panel has sent whatever one animation frame holds back. */
const nextFrame = () =>
  panel.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));

describe('on load', () => {
  it('says it is ready, once', async () => {
    await open();
    expect(await panel.sent()).toEqual([{ kind: 'ready' }]);
  });

  it('says what to do while there is nothing to show', async () => {
    const page = await open();
    await expect.poll(() => page.locator('main').innerText()).toContain('Nothing explained yet');
    expect(await page.locator('.empty').innerText()).toContain('Hitlight: Explain Similarity');
    expect(await page.locator('.explanation').isVisible()).toBe(false);
  });

  it('speaks the language the host passes and English where it does not', async () => {
    const page = await open({ strings: { 'empty.title': 'Noch nichts erklärt' }, lang: 'de' });
    const text = await page.locator('.empty').innerText();
    expect(text).toContain('Noch nichts erklärt');
    expect(text).toContain('from the Command Palette');
    await panel.show(goldenView(0));
    expect(await page.locator('.score-value').innerText()).toBe('0,757');
  });
});

describe('an explanation', () => {
  it('shows the score, the main reason and how it was computed', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    expect(await page.locator('.score-value').innerText()).toBe('0.757');
    expect(await page.locator('.reason').innerText()).toBe(
      'Mainly eating ↔ eating +0.261, then man ↔ man +0.168.',
    );
    const details = await page.locator('.details').innerText();
    for (const part of ['all-MiniLM-L6-v2', '3 of 6', '>', '24', '183 ms']) {
      expect(details).toContain(part);
    }
  });

  it('shows the ledger as numbers that add up to the score', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    const rows = await page.locator('.ledger tr').allInnerTexts();
    expect(rows.slice(1).map((row) => row.trim().split(/\s+/).at(-1))).toEqual([
      '+0.099',
      '−0.095',
      '−0.074',
      '+0.827',
      expect.stringMatching(/·10⁻/),
      '0.757',
    ]);
    expect(await page.locator('.ledger .warning').count()).toBe(0);
  });

  it('explains a ledger term by name, to the eye and to assistive technology', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    const term = page.getByRole('button', { name: 'Only A' });
    await term.focus();
    const why = await page.locator('.ledger-line').innerText();
    expect(why).toContain('What text A alone changes');
    const description = await term.getAttribute('aria-describedby');
    expect(await page.locator(`#${description ?? ''}`).textContent()).toBe(why);
  });

  it('warns of a large reference gap and keeps bars beyond 1 inside the chart', async () => {
    const page = await open();
    await panel.show(goldenView(0, '[PAD]'));
    expect(await page.locator('.ledger .warning').innerText()).toContain('−1.660');
    const track = await page.locator('.track').first().boundingBox();
    for (const bar of await page.locator('.bar').all()) {
      const box = await bar.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual((track?.x ?? 0) - 0.5);
      // A residual that is next to nothing still gets two pixels.
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(
        (track?.x ?? 0) + (track?.width ?? 0) + 2.5,
      );
    }
  });

  it('warns of a residual over the tolerance, apart from the gap', async () => {
    const page = await open();
    const view = goldenView(0);
    view.explanation.ledger = { ...view.explanation.ledger, residual: 0.004 };
    await panel.show(view);
    expect(await page.locator('.ledger .warning').innerText()).toContain(
      'The residual +0.004 is over the tolerance 0.001',
    );
  });

  it('shows both texts as they are, with special tokens apart', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    expect(await page.locator('.text-b .strip').innerText()).toBe(
      'A man is eating a piece of bread.',
    );
    expect(await page.locator('.text-b .apart').innerText()).toContain('[CLS]');
    await expect.poll(() => tokenOf('a', 4).getAttribute('class')).toContain('p5');
  });

  it('shades and counts what was not read, and marks a text edited since', async () => {
    const page = await open();
    const view = goldenView(0);
    view.textB += ' And more.';
    view.explanation.unreadB = { from: 33, tokens: 3 };
    await panel.show(view);
    expect(await page.locator('.unread').innerText()).toContain('And more.');
    expect(await page.locator('.unread-count').innerText()).toBe('3 tokens not read');
    expect(await page.locator('.text-a .stale').isVisible()).toBe(false);
    await panel.send({ kind: 'stale', side: 'a' });
    expect(await page.locator('.text-a .stale').isVisible()).toBe(true);
    expect(await page.locator('.text-b .stale').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Explain again' }).click();
    expect(await panel.sent()).toContainEqual({ kind: 'refresh' });
  });

  it('keeps zoom and place when the host only takes a stale mark back', async () => {
    const page = await open();
    await panel.show(sizedView(60, 60));
    const drawn = () => page.locator('.text-a .strip-text').evaluateHandle((x) => x);
    const before = await drawn();
    await panel.send({ kind: 'stale', side: 'b' });
    await panel.show(sizedView(60, 60));
    expect(await page.locator('.text-b .stale').isVisible()).toBe(false);
    expect(await page.evaluate(([x, y]) => x === y, [before, await drawn()])).toBe(true);
  });

  it('lists the strongest pairs as text', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    const first = await page.locator('.pairs tbody tr').first().innerText();
    expect(first.split(/\s+/)).toEqual(['eating', '↔', 'eating', '+0.261', '25%']);
    expect(await page.locator('.pairs tbody tr').count()).toBe(10);
    await page.getByRole('button', { name: 'Show more' }).click();
    expect(await page.locator('.pairs tbody tr').count()).toBe(50);
  });

  it('hides special tokens from matrix and list on demand', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    expect(await page.locator('.pairs').innerText()).toContain('[SEP]');
    await page.getByLabel('Special tokens').uncheck();
    expect(await page.locator('.pairs').innerText()).not.toContain('[SEP]');
  });
});

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
    expect(await tokenOf('b', 2).getAttribute('class')).toContain('partner for strength-3');
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
    expect(await cellText()).toBe('eating with eating: +0.261, 25% of all pairs');
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
    expect(sent.slice(-2)).toEqual([
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
    for (const tip of tips) expect(tip).toMatch(/↔ .+[+−].+ of all pairs|^0$/);
    await nextFrame();
    expect((await panel.sent()).some((m) => m.kind === 'emphasise' && m.emphasis.b !== null)).toBe(
      true,
    );
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

describe('work and failures', () => {
  it('shows progress with a way to cancel it, and says it once', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    await panel.send({ kind: 'busy', message: 'Attributing…', fraction: 0.25 });
    const bar = page.getByRole('progressbar');
    expect(await bar.getAttribute('aria-valuenow')).toBe('25');
    expect(await page.locator('[role=status]').innerText()).toBe('Attributing…');
    expect(await page.locator('.score-value').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await panel.sent()).toContainEqual({ kind: 'cancel' });
    await panel.send({ kind: 'idle' });
    expect(await bar.isVisible()).toBe(false);
  });

  it('shows what failed and what to do above the previous explanation', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    await panel.send({ kind: 'failed', message: 'The text is empty.', advice: 'Select more.' });
    const alert = page.getByRole('alert');
    expect(await alert.innerText()).toContain('The text is empty.');
    expect(await alert.innerText()).toContain('Select more.');
    expect(await page.locator('.score-value').isVisible()).toBe(true);
    await panel.show(goldenView(1));
    expect(await alert.isVisible()).toBe(false);
  });

  it('ignores what is not a message of the protocol', async () => {
    const page = await open();
    const view = goldenView(0);
    view.explanation.matrix = view.explanation.matrix.slice(1);
    for (const message of [null, 7, { kind: 'show' }, { kind: 'open', path: '/etc/passwd' }]) {
      await panel.sendRaw(message);
    }
    await panel.show(view);
    expect(await page.locator('.empty').isVisible()).toBe(true);
  });
});

describe('state', () => {
  it('survives being hidden', async () => {
    await open();
    const view = goldenView(0);
    await panel.show({ ...view, staleB: true });
    await panel.page.getByLabel('Special tokens').uncheck();
    await expect.poll(() => panel.saved()).toMatchObject({ showSpecial: false });
    await panel.page.waitForTimeout(100);
    const saved = await panel.saved();
    await panel.close();
    const page = await open({ saved });
    expect(await page.locator('.score-value').innerText()).toBe('0.757');
    expect(await page.locator('.text-b .stale').isVisible()).toBe(true);
    expect(await page.getByLabel('Special tokens').isChecked()).toBe(false);
  });

  it.each([{ version: 1, view: { explanation: 'x' } }, 'text', { version: 9 }, null])(
    'starts empty on a state that is not its own: %j',
    async (saved) => {
      const page = await open({ saved });
      expect(await page.locator('.empty').isVisible()).toBe(true);
    },
  );
});

describe('texts of all kinds', () => {
  it('shows hostile text as text', async () => {
    const page = await open();
    await panel.show(syntheticView(...hostile));
    await panel.send({ kind: 'failed', message: hostile[0], advice: hostile[1] });
    expect(await page.locator('.text-a .strip').innerText()).toContain('<script>window.hacked=1');
    const shown = await page.locator('.text-b .strip').innerText();
    for (const glyph of ['⟨RLO⟩', '⟨ZWSP⟩', '⟨BOM⟩', '⟨NUL⟩', '⟨U+D800⟩', '→', '↵']) {
      expect(shown).toContain(glyph);
    }
    expect(shown).not.toMatch(/[\u202e\u200b\ufeff]/);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('img, .strip script').count()).toBe(0);
  });

  it.each(Object.entries(languages))('shows %s unchanged', async (_, [a, b]) => {
    const page = await open();
    await panel.show(syntheticView(a, b));
    expect(await page.locator('.text-a .strip').textContent()).toBe(a);
    expect(await page.locator('.text-b .strip').textContent()).toBe(b);
  });

  it('copes with a token of 100,000 characters and with no tokens at all', async () => {
    const page = await open();
    const endless = 'x'.repeat(100_000);
    const token = { text: endless, id: 1, start: 0, end: endless.length, special: false };
    await panel.show(syntheticView(endless, 'short text', { tokensA: [token] }));
    expect(await page.locator('.pairs tbody tr').first().innerText()).toContain('…');
    await panel.show(syntheticView('', '', { tokensA: [], tokensB: [] }));
    expect(await page.locator('.matrix').innerText()).toContain('There are no token pairs');
    expect(await page.locator('.pairs').innerText()).toContain('No pair contributes');
  });
});
